using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>A time in which no process carried the run on.</summary>
/// <param name="From">The last line before, UTC.</param>
/// <param name="Until">When somebody went on, UTC.</param>
/// <param name="Why">What the run said when it stopped.</param>
internal sealed record Standstill(DateTimeOffset From, DateTimeOffset Until, string Why)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Took => Until - From;

    /// <summary>All of a run, in their order.</summary>
    public static IReadOnlyList<Standstill> Of(RunHistory history)
    {
        var all = new List<Standstill>();
        JournalRecord? last = null;
        foreach (var record in history.Records)
        {
            if (record.Type == RecordTypes.RunResumed && last is not null && record.At > last.At)
                all.Add(new(last.At, record.At, WhyAt(last)));
            last = record;
        }
        return all;
    }

    private static string WhyAt(JournalRecord last) =>
        last.Type == RecordTypes.RunPaused
            ? new RecordFields(last).Text("reason") ?? "it was stopped"
            : "its process had ended without a word";
}
