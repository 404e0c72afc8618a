using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>What the child runs of a run have left switched off belongs to what the run has.</summary>
public static class ChildStates
{
    /// <summary>
    /// Reads the child runs of an open run that are not at their end, and theirs, from their journals, so
    /// that
    /// <see cref="RunState.StillOff"/> is complete. One that cannot be read is left out.
    /// </summary>
    public static void Attach(RunState state, IJournalStore store)
    {
        List<RunState>? children = null;
        if (!state.IsClosed)
            foreach (var id in state.ChildIds)
                if (Read(id, store) is { IsClosed: false } found)
                {
                    Attach(found, store);
                    (children ??= []).Add(found);
                }
        state.Children = children ?? [];
    }

    private static RunState? Read(string runId, IJournalStore store)
    {
        try
        {
            return StateFold.Of(store.Read(runId));
        }
        catch (JournalException)
        {
            return null;
        }
    }
}
