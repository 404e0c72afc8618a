namespace RunbookDsl.Journal;

/// <summary>A resource that a run has for itself.</summary>
/// <param name="Resource">Its name.</param>
/// <param name="Claim">The run that has it.</param>
/// <param name="Fence">Grows each time the resource goes to another run.</param>
/// <param name="Holder">Who took it for the run.</param>
/// <param name="Since">When, UTC.</param>
public sealed record HeldLock(
    string Resource,
    LockClaim Claim,
    long Fence,
    Owner Holder,
    DateTimeOffset Since
);
