namespace RunbookDsl.Journal;

/// <summary>
/// What runs have for themselves. A lock is durable and outlives the process: a crashed or held run keeps it
/// until it is closed or an operator breaks it. A closed run has none.
/// </summary>
public interface IResourceLocks
{
    /// <summary>Takes all or none; what the run has already stays its own. Never waits.</summary>
    /// <param name="claim">Who wants them.</param>
    /// <param name="resources">Names, sorted and without doubles.</param>
    LockAnswer Take(LockClaim claim, IReadOnlyList<string> resources);

    /// <summary>Lets go what this process of this run took; what is not its own is left alone.</summary>
    void Release(LockClaim claim, IReadOnlyList<string> resources);

    /// <summary>All that is held by runs that are not closed, by name.</summary>
    IReadOnlyList<HeldLock> Held();
}
