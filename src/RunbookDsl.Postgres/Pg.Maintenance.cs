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
}
