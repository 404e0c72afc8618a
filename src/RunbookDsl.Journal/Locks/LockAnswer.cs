namespace RunbookDsl.Journal;

/// <summary>What became of a wish for resources: all of them, or none.</summary>
/// <param name="Held">All that were asked for; empty when one was not free.</param>
/// <param name="Blocker">The first that is another run's; null when all were taken.</param>
public sealed record LockAnswer(IReadOnlyList<HeldLock> Held, HeldLock? Blocker);
