namespace RunbookDsl.Postgres;

/// <summary>How the server means to answer one query.</summary>
/// <param name="Name">The author's name for it.</param>
/// <param name="Sql">The query.</param>
/// <param name="Shape">Its steps with the tables they read, as <c>Hash Join(Seq Scan orders, Hash(Seq Scan
/// customers))</c>.</param>
public sealed record QueryPlan(string Name, string Sql, string Shape);
