namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Asserts that two databases hold the same rows: number and hash of each table. Both sides fenced, or
    /// nobody writing: else they differ by what happens meanwhile.
    /// </summary>
    public static RowsComparison CompareRows(PgDatabase source, PgDatabase target) => new(source, target);

    /// <summary>
    /// Asserts that two databases have the same tables, columns, indexes, constraints, sequences, views,
    /// functions, triggers, policies, types and extensions. Owners and privileges are not compared.
    /// </summary>
    public static SchemaComparison CompareSchema(PgDatabase source, PgDatabase target) => new(source, target);

    /// <summary>
    /// Brings every sequence of <paramref name="target"/> to where it stands in <paramref name="source"/>,
    /// which logical replication does not: with the source fenced, before the first write to the target.
    /// </summary>
    public static SyncSequencesOperation SyncSequences(PgDatabase source, PgDatabase target) =>
        new(source, target);
}
