namespace RunbookDsl.Postgres;

/// <summary>What an author's SQL changed.</summary>
/// <param name="Rows">Rows changed by all its statements together; 0 when none says so.</param>
public sealed record ExecuteResult(long Rows);
