namespace RunbookDsl.Postgres;

/// <summary>What a migration of data came to.</summary>
/// <param name="Before">Rows to change when the step began first.</param>
/// <param name="Rows">Rows changed by the last attempt.</param>
/// <param name="Batches">Batches of the last attempt.</param>
public sealed record BatchesResult(long Before, long Rows, int Batches);
