namespace RunbookDsl.Postgres;

/// <summary>
/// Takes optimizer statistics, of partitioned tables as a whole too (autovacuum never does those). Works
/// while the database is read-only.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record AnalyzeOperation(PgDatabase Database) : MaintenanceOperation(Database)
{
    /// <inheritdoc/>
    public override string Kind => "Pg.Analyze";

    /// <inheritdoc/>
    public override string Description => $"take optimizer statistics of {What}";

    /// <inheritdoc/>
    public override string Verification =>
        "the server analyzed every table since the step began, and none with data is without statistics";

    private protected override string ProbeText =>
        "last_analyze of every table against the captured server clock; a session of this step is waited for";

    private protected override IReadOnlyList<string> ToolArguments => ["--analyze-only"];

    private protected override string SessionOptions => "-c vacuum_cost_delay=0";

    /// <summary>A copy that works on up to <paramref name="count"/> tables at once.</summary>
    public AnalyzeOperation Jobs(int count) => this with { JobCount = count };

    /// <summary>A copy for these tables only, as <c>schema.table</c>.</summary>
    public AnalyzeOperation Tables(params string[] tables) =>
        this with
        {
            TableNames = [.. TableNames, .. tables],
        };

    private protected override bool IsDone(TableActivity table, DateTime since) => table.Analyzed >= since;

    private protected override Task<int> FinishAsync(PgSession session) =>
        PartitionedParents.AnalyzeAsync(session, TableNames);

    private protected override Task<Verdict> JudgeAsync(
        PgSession session,
        IReadOnlyList<TableActivity> tables
    ) => MissingStatistics.JudgeAsync(session, 0, TableNames);
}
