namespace RunbookDsl.Journal;

/// <summary>Who wants a resource.</summary>
/// <param name="RunId">The run: a lock belongs to it, not to a process.</param>
/// <param name="Epoch">Which process of the run asks: an older one can let nothing go any more.</param>
public sealed record LockClaim(string RunId, long Epoch);
