namespace RunbookDsl.Postgres;

/// <summary>What a schema change came to.</summary>
/// <param name="Attempts">How often it was tried until its lock was granted.</param>
public sealed record DdlResult(int Attempts);
