namespace RunbookDsl.Postgres;

/// <summary>A named point that a point-in-time recovery can go to.</summary>
/// <param name="Name">For <c>recovery_target_name</c>.</param>
/// <param name="Lsn">Its write-ahead log position.</param>
/// <param name="Segment">The write-ahead log file that holds it.</param>
/// <param name="IsArchived">
/// Whether the server archives its log, so that the point can be reached at all.
/// </param>
public sealed record RestorePointResult(string Name, string Lsn, string Segment, bool IsArchived);
