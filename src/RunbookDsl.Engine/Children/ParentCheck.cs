using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// A child run may be worked on by itself only while nobody works on its parent; a child that is closed only
/// by its parent's undo.
/// </summary>
internal static class ParentCheck
{
    /// <summary>Called under the child's lock: a parent that comes later finds the child taken.</summary>
    public static void Refuse(RunState child, RunRequest request, IJournalStore store)
    {
        if (child.Parent is not { } parent || request.Parent == parent)
            return;
        if (Owner(parent.RunId, store) is { } owner)
            throw AtWork(child.RunId, parent, owner);
    }

    /// <summary>Another process has the child: names the parent when it is the parent's.</summary>
    public static void RefuseLocked(string childId, RunRequest request, IJournalStore store)
    {
        var parent = Read(childId, store) is { } history ? StateFold.Of(history).Parent : null;
        if (parent is not null && request.Parent is null && Owner(parent.RunId, store) is { } owner)
            throw AtWork(childId, parent, owner);
    }

    /// <summary>
    /// Whether this request may open the closed run again: its parent takes back what it did.
    /// </summary>
    public static bool MayReopen(RunState child, RunRequest request, string verb) =>
        verb == "undo" && child is { Parent: { } parent, Status: RunStatus.Done } && request.Parent == parent;

    /// <summary>What else to do with a closed run than to begin a new one.</summary>
    public static string Hint(RunState state) =>
        state.Parent is { } parent
            ? $" It is the child run of '{parent.StepId}' of run {parent.RunId}: to take it back, undo that."
            : "";

    private static JournalException AtWork(string childId, ParentReference parent, Owner owner) =>
        new(
            $"Run {childId} is the child run of '{parent.StepId}' of run {parent.RunId}, which is being run by "
                + $"{owner}. A child is worked on by its parent while that is at work. Nothing was changed. "
                + $"Look at it with 'runbook show {childId}'; wait until the parent ends, then 'runbook resume "
                + $"{parent.RunId}' goes on with both."
        );

    private static Owner? Owner(string runId, IJournalStore store) => Read(runId, store)?.Owner;

    private static RunHistory? Read(string runId, IJournalStore store)
    {
        try
        {
            return store.Read(runId);
        }
        catch (JournalException)
        {
            // A parent that is gone or damaged cannot be at work.
            return null;
        }
    }
}
