using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// The steps a run was begun with, also of a long plan, whose list is kept beside the journal.
/// </summary>
public static class PlannedSteps
{
    /// <summary>
    /// Ids and fingerprints in the plan's order; empty when the run ended before its plan was durable.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(RunHistory history, RunState state)
    {
        if (state.PlannedBlob is not { } blob)
            return state.Planned;
        return new BodyView(history.ReadBlob(blob)).Pairs("steps");
    }
}
