using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Makes the room of dead rows reusable, by <c>vacuumdb</c>. Goes on in the server when the runner dies, and
/// is found again. Gives no space back to the operating system.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record VacuumOperation(PgDatabase Database) : MaintenanceOperation(Database)
{
    private const long AlwaysTolerated = 1000;

    /// <summary>Whether statistics are taken at the same time. Default no.</summary>
    public bool WithAnalyze { get; init; }

    /// <summary>Whether all rows are frozen. Default no.</summary>
    public bool WithFreeze { get; init; }

    /// <summary>
    /// Largest part of dead rows that may be left in a table of more than 1000. Default 0.2.
    /// </summary>
    public double MostDead { get; init; } = 0.2;

    /// <inheritdoc/>
    public override string Kind => "Pg.Vacuum";

    /// <inheritdoc/>
    public override string Description => $"vacuum{(WithAnalyze ? " and analyze" : "")} {What}";

    /// <inheritdoc/>
    public override string Verification =>
        "the server vacuumed every table since the step began, and few dead rows are left";

    /// <inheritdoc/>
    public override string Warning =>
        "An open transaction, slot or standby makes it useless: look with Pg.XminHolders first";

    private protected override string ProbeText =>
        "last_vacuum of every table against the captured server clock; a session of this step is waited for";

    private protected override IReadOnlyList<string> ToolArguments =>
        [
            .. WithAnalyze ? ["--analyze"] : Array.Empty<string>(),
            .. WithFreeze ? ["--freeze"] : Array.Empty<string>(),
        ];

    /// <summary>A copy that takes statistics at the same time.</summary>
    public VacuumOperation Analyze() => this with { WithAnalyze = true };

    /// <summary>A copy that freezes all rows.</summary>
    public VacuumOperation Freeze() => this with { WithFreeze = true };

    /// <summary>A copy that works on up to <paramref name="count"/> tables at once.</summary>
    public VacuumOperation Jobs(int count) => this with { JobCount = count };

    /// <summary>A copy for these tables only, as <c>schema.table</c>.</summary>
    public VacuumOperation Tables(params string[] tables) =>
        this with
        {
            TableNames = [.. TableNames, .. tables],
        };

    /// <summary>A copy that accepts that part of dead rows left in a table, 0 to 1.</summary>
    public VacuumOperation DeadRowsBelow(double part) => this with { MostDead = part };

    private protected override bool IsDone(TableActivity table, DateTime since) =>
        table.Vacuumed >= since && (!WithAnalyze || table.Analyzed >= since);

    private protected override async Task<int> FinishAsync(PgSession session)
    {
        // A session that ended just before reports its dead rows late, and a short query holds them only for
        // a moment: a second vacuum of these tables, which skips what is clean, tells that from a lasting
        // hold.
        var tables = await TableActivities.ReadAsync(session, TableNames).ConfigureAwait(false);
        foreach (var table in tables.Where(HasManyDead))
            await session.ExecuteAsync($"vacuum {table.Table}").ConfigureAwait(false);
        // vacuumdb leaves out partitioned tables as a whole, whose statistics nobody else takes.
        return WithAnalyze
            ? await PartitionedParents.AnalyzeAsync(session, TableNames).ConfigureAwait(false)
            : 0;
    }

    private protected override Task<Verdict> JudgeAsync(
        PgSession session,
        IReadOnlyList<TableActivity> tables
    )
    {
        var full = tables.Where(HasManyDead).ToList();
        var left = tables.Sum(t => t.Dead).ToString(CultureInfo.InvariantCulture);
        return Task.FromResult(
            full.Count == 0
                ? Verdict.Pass($"{tables.Count} tables vacuumed, {left} dead rows left")
                : Verdict.Fail(
                    $"{left} dead rows are left, in"
                        + $" {TableActivities.Names(full.Select(t => t.Table))}: something holds them."
                        + " Pg.XminHolders shows which transaction, slot or standby"
                )
        );
    }

    private bool HasManyDead(TableActivity table) =>
        table.Dead > AlwaysTolerated && table.Dead > MostDead * (table.Live + table.Dead);
}
