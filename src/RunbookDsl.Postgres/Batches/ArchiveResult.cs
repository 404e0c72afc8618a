namespace RunbookDsl.Postgres;

/// <summary>What archiving came to, over all attempts of the step.</summary>
/// <param name="Rows">Rows in the archive that this step took there.</param>
/// <param name="Batches">Batches of the last attempt.</param>
public sealed record ArchiveResult(long Rows, int Batches);
