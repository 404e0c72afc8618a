namespace RunbookDsl.Postgres;

/// <summary>What a promotion has made of a replica.</summary>
/// <param name="SystemIdentifier">The server's, the same as of the old primary.</param>
/// <param name="Timeline">The new timeline.</param>
/// <param name="Position">Where in the log the old primary stood and the new one began.</param>
/// <param name="Fence">How the old primary was proved to be fenced.</param>
public sealed record PromoteResult(string SystemIdentifier, int Timeline, string Position, string Fence);
