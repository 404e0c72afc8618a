using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Takes optimizer statistics of a freshly restored or upgraded database in three rounds, rough first, so
/// that it is usable early. Never for one that has statistics: the first round replaces them by rough ones.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record AnalyzeInStagesOperation(PgDatabase Database) : MaintenanceOperation(Database)
{
    private const int Stages = 3;

    /// <inheritdoc/>
    public override string Kind => "Pg.AnalyzeInStages";

    /// <inheritdoc/>
    public override string Description =>
        $"take optimizer statistics of {What} in three rounds, rough ones first";

    /// <inheritdoc/>
    public override string Verification =>
        "the server analyzed every table since the step began, and none with data is without statistics";

    /// <inheritdoc/>
    public override string Warning =>
        "Only after a restore or upgrade: the first round replaces good statistics by rough ones";

    private protected override string ProbeText =>
        "last_analyze against the captured server clock, and three rounds counted; a session of"
        + " this step is waited for";

    private protected override IReadOnlyList<string> ToolArguments => ["--analyze-in-stages"];

    private protected override string SessionOptions => "-c vacuum_cost_delay=0";

    /// <summary>A copy that works on up to <paramref name="count"/> tables at once.</summary>
    public AnalyzeInStagesOperation Jobs(int count) => this with { JobCount = count };

    private protected override bool IsDone(TableActivity table, DateTime since) => table.Analyzed >= since;

    private protected override bool IsComplete(StepContext context, IReadOnlyList<TableActivity> tables)
    {
        var before = long.Parse(ServerClock.Value(context, "analyzes") ?? "0", CultureInfo.InvariantCulture);
        return tables.Sum(t => t.Analyzes) - before >= Stages * tables.Count;
    }

    private protected override Task<int> FinishAsync(PgSession session) =>
        PartitionedParents.AnalyzeAsync(session, TableNames);

    private protected override Task<Verdict> JudgeAsync(
        PgSession session,
        IReadOnlyList<TableActivity> tables
    ) => MissingStatistics.JudgeAsync(session, 0, TableNames);
}
