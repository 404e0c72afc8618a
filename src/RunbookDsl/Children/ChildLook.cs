namespace RunbookDsl;

/// <summary>What a look at a step's child run found.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="RunId">Its id; null while none was given.</param>
/// <param name="Evidence">The same in words, for the journal and the operator.</param>
public sealed record ChildLook(ChildStanding Standing, string? RunId, string Evidence);
