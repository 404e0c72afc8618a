namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Makes the room of dead rows reusable; <c>.Analyze()</c> takes statistics at the same time.
    /// </summary>
    public static VacuumOperation Vacuum(PgDatabase database) => new(database);

    /// <summary>Takes optimizer statistics, of partitioned tables as a whole too.</summary>
    public static AnalyzeOperation Analyze(PgDatabase database) => new(database);

    /// <summary>Takes the statistics of a freshly restored or upgraded database, rough ones first.</summary>
    public static AnalyzeInStagesOperation AnalyzeInStages(PgDatabase database) => new(database);

    /// <summary>Asserts that every table with data has optimizer statistics.</summary>
    public static StatisticsCheck AssertStatistics(PgDatabase database) => new(database);

    /// <summary>
    /// Rebuilds indexes; <c>.Concurrently()</c> lets writes go on. Drops invalid leftovers first.
    /// </summary>
    public static ReindexOperation Reindex(PgDatabase database) => new(database);

    /// <summary>Asserts that no index is invalid.</summary>
    public static InvalidIndexesCheck CheckInvalidIndexes(PgDatabase database) => new(database);

    /// <summary>Writes all changed pages to disk, so that a planned stop is short.</summary>
    public static CheckpointOperation Checkpoint(PgDatabase database) => new(database);

    /// <summary>
    /// Asserts that the operating system still sorts text as it did when the indexes were built. Before and
    /// after an upgrade of the operating system, and on a server that was moved to another one.
    /// </summary>
    public static CollationVersionsCheck CheckCollationVersions(PgDatabase database) => new(database);

    /// <summary>
    /// Records the collations' versions, last of all: refused unless the step <paramref name="rebuilt"/> has
    /// rebuilt every index that the change concerns.
    /// </summary>
    public static RefreshCollationOperation RefreshCollation(
        PgDatabase database,
        Input<ReindexResult> rebuilt
    ) => new(database, rebuilt);

    /// <summary>
    /// Updates the extensions of <paramref name="database"/> to what the server's files offer, after its
    /// upgrade and before it is opened; <c>.Only("citext")</c> some of them.
    /// </summary>
    public static ExtensionUpdateOperation ExtensionUpdate(PgDatabase database) => new(database);

    /// <summary>
    /// Moves rows of <paramref name="table"/> to the table <paramref name="into"/>, in batches of 1,000 that
    /// are each one transaction, slowed down by the replicas. Take a verified dump first and
    /// <see cref="Vacuum"/> afterwards.
    /// </summary>
    /// <param name="database">The database; its primary.</param>
    /// <param name="table">As <c>schema.table</c>.</param>
    /// <param name="into">As <c>schema.table</c>; made if missing.</param>
    /// <param name="where">SQL that is true for the rows to move, at any time: a date written out, not
    /// <c>now()</c>.</param>
    /// <exception cref="ArgumentException">The condition changes with time; becomes an authoring error at its
    /// line.</exception>
    public static ArchiveOldDataOperation ArchiveOldData(
        PgDatabase database,
        string table,
        string into,
        string where
    ) => new(database, table, into, where);

    /// <summary>
    /// Runs <paramref name="sql"/> again and again, each time in a transaction of its own, until
    /// <paramref name="remaining"/> gives 0; slowed down by the replicas. For a migration of data.
    /// </summary>
    /// <param name="database">The database; its primary.</param>
    /// <param name="sql">Changes at most one batch of what is left, such as <c>update orders set cents = 100
    /// * total where id in (select id from orders where cents is null limit 1000)</c>.</param>
    /// <param name="remaining">Counts what is left: <c>select count(*) from orders where cents is
    /// null</c>.</param>
    public static BatchesOperation Batches(PgDatabase database, string sql, string remaining) =>
        new(database, sql, remaining);

    /// <summary>
    /// Reads tables with their indexes into the server's memory, before users are let in on a server that has
    /// just got the data. Wants the extension <c>pg_prewarm</c>.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="tables">As <c>schema.table</c>.</param>
    public static PrewarmOperation Prewarm(PgDatabase database, params string[] tables) =>
        new(database) { TableNames = tables };

    /// <summary>
    /// Asserts that tables and B-tree indexes are sound, by <c>pg_amcheck</c>: before and after a change of
    /// hardware or operating system, on a copy when it takes long. Wants the extension <c>amcheck</c>.
    /// </summary>
    public static CorruptionCheck AmCheck(PgDatabase database) => new(database);
}
