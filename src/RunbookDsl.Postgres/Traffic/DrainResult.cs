namespace RunbookDsl.Postgres;

/// <summary>What a drain came to.</summary>
/// <param name="Ended">Sessions that were ended by us.</param>
public sealed record DrainResult(long Ended);
