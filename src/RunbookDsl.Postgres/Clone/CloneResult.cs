namespace RunbookDsl.Postgres;

/// <summary>What a clone came to; no value of it.</summary>
/// <param name="Database">The copy.</param>
/// <param name="Tables">Tables copied.</param>
/// <param name="Rows">Rows of all of them.</param>
/// <param name="MaskedColumns">Columns that were masked.</param>
/// <param name="Took">How long it took.</param>
public sealed record CloneResult(string Database, int Tables, long Rows, int MaskedColumns, TimeSpan Took);
