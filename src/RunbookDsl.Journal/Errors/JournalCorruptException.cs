using System.Globalization;

namespace RunbookDsl.Journal;

/// <summary>
/// A journal is not what was written: damaged, edited, cut or put together anew. Nothing in it is acted upon.
/// </summary>
public sealed class JournalCorruptException : JournalException
{
    private const string BeginAnew =
        "Copy the run's directory away as evidence, restore it from a backup, or begin a new run.";

    internal JournalCorruptException(
        string file,
        int line,
        long seq,
        string expected,
        string next = BeginAnew
    )
        : base(Compose(file, line, seq, expected, next))
    {
        File = file;
        Line = line;
        Seq = seq;
        Expected = expected;
        Next = next;
    }

    /// <summary>The file (absolute).</summary>
    public string File { get; }

    /// <summary>The line, counted from 1; 0 when the file as a whole is wrong.</summary>
    public int Line { get; }

    /// <summary>The number of the record that should stand there.</summary>
    public long Seq { get; }

    /// <summary>What should stand there, in words.</summary>
    public string Expected { get; }

    /// <summary>What the operator can do about it, in one sentence.</summary>
    public string Next { get; }

    /// <summary>What to do about a run of which at least the first record is proved.</summary>
    internal static string Salvage(string runId) =>
        $"Restore the run's directory from a backup; or 'runbook salvage {runId}' makes a new run of all that "
        + "is proved and keeps the rest as evidence.";

    internal static string Compose(string file, int line, long seq, string expected, string next)
    {
        var where = line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", line {line}");
        var record = seq == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (record {seq})");
        return $"The journal is damaged: {file}{where}{record}: expected {expected}. "
            + $"Nothing was changed. {next}";
    }
}
