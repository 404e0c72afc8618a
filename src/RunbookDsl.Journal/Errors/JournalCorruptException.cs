namespace RunbookDsl.Journal;

/// <summary>
/// A journal is not what was written: damaged, edited, cut or put together anew. Nothing in it is acted upon.
/// </summary>
public sealed class JournalCorruptException : JournalException
{
    internal JournalCorruptException(string file, int line, long seq, string expected)
        : base(
            $"The journal is damaged: {file}, line {line} (record {seq}): expected {expected}. "
                + "Nothing was changed. Copy the run's directory away as evidence, "
                + "restore it from a backup, or begin a new run."
        )
    {
        File = file;
        Line = line;
        Seq = seq;
        Expected = expected;
    }

    /// <summary>The file (absolute).</summary>
    public string File { get; }

    /// <summary>The line, counted from 1; 0 when the file as a whole is wrong.</summary>
    public int Line { get; }

    /// <summary>The number of the record that should stand there.</summary>
    public long Seq { get; }

    /// <summary>What should stand there, in words.</summary>
    public string Expected { get; }
}
