namespace RunbookDsl.Postgres;

/// <summary>What a vacuum or analyze came to.</summary>
/// <param name="Tables">Tables worked on.</param>
/// <param name="DeadRowsBefore">Dead rows by the server's statistics, before.</param>
/// <param name="DeadRowsAfter">Dead rows left: held by an old transaction, or new.</param>
/// <param name="Took">How long it took.</param>
public sealed record MaintenanceResult(int Tables, long DeadRowsBefore, long DeadRowsAfter, TimeSpan Took);
