using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// The steps of the plan in force, also of a long plan, whose list is kept beside the journal.
/// </summary>
public static class PlannedSteps
{
    /// <summary>
    /// Ids and fingerprints in the plan's order; empty when the run ended before its plan was durable.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(RunHistory history, RunState state) =>
        state.PlannedBlob is { } blob ? Read(history, blob).Pairs("steps") : state.Planned;

    /// <summary>
    /// Ids and hashes of the code; empty for a run of an earlier version and for steps not made in a script.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> CodesOf(RunHistory history, RunState state) =>
        state.PlannedBlob is { } blob ? Read(history, blob).Pairs("codes") : state.Codes;

    /// <summary>How long steps were expected to take, by id; only those that said so.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> ExpectedOf(RunHistory history, RunState state)
    {
        var pairs = state.PlannedBlob is { } blob
            ? Read(history, blob).Pairs("expected")
            : state.ExpectedInline;
        var expected = new Dictionary<string, TimeSpan>();
        foreach (var (id, text) in pairs)
            expected[id] = WindowText.ParseDuration(text);
        return expected;
    }

    internal static byte[] Blob(RunHistory history, string name) => history.ReadBlob(name);

    private static BodyView Read(RunHistory history, string blob) => new(Blob(history, blob));
}
