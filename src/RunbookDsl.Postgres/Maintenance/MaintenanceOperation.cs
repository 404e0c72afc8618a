using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// What vacuum, analyze and analyze in stages have in common: they all are <c>vacuumdb</c> on some tables.
/// </summary>
/// <param name="Database">The database.</param>
public abstract record MaintenanceOperation(PgDatabase Database) : PgOperation<MaintenanceResult>(Database)
{
    private const int Rounds = 2;

    // Before 15 the server's statistics arrive about half a second late.
    private static readonly TimeSpan StatisticsDelay = TimeSpan.FromSeconds(3);

    /// <summary>Tables, as <c>schema.table</c>; empty means all.</summary>
    public IReadOnlyList<string> TableNames { get; init; } = [];

    /// <summary>Tables worked on at once. Default 1.</summary>
    public int JobCount { get; init; } = 1;

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    protected sealed override JsonTypeInfo<MaintenanceResult> JsonInfo => PgJson.Default.MaintenanceResult;

    /// <summary>The tables in words, for descriptions.</summary>
    private protected string What =>
        TableNames.Count == 0 ? Database.ToString() : $"{string.Join(", ", TableNames)} of {Database}";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("tables", TableNames.Count == 0 ? "all" : string.Join(", ", TableNames)),
            new("jobs", JobCount.ToString(CultureInfo.InvariantCulture)),
            new("options", string.Join(" ", ToolArguments)),
        ];

    private protected abstract IReadOnlyList<string> ToolArguments { get; }

    private protected virtual string SessionOptions => "";

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                var tables = await TableActivities.ReadAsync(session, TableNames).ConfigureAwait(false);
                var clock = await ServerClock.CaptureAsync(session).ConfigureAwait(false);
                var count = tables.Sum(t => t.Analyzes).ToString(CultureInfo.InvariantCulture);
                return (Captured?)clock.And("analyzes", count);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
                    return running;
                if (ServerClock.Before(context) is not { } since)
                    return Probe.NotDone("not begun");
                var tables = await TableActivities.ReadAsync(session, TableNames).ConfigureAwait(false);
                var left = tables.Where(t => !IsDone(t, since)).Select(t => t.Table).ToList();
                if (left.Count > 0)
                    return Probe.NotDone($"not done since {Utc(since)}: {TableActivities.Names(left)}");
                if (!IsComplete(context, tables))
                    return Probe.NotDone("not all stages were done");
                // Killed between the tables and their partitioned parents, all tables are done and the step
                // is not.
                var verdict = await JudgeAsync(session, tables).ConfigureAwait(false);
                if (!verdict.Passed)
                    return Probe.NotDone(verdict.Evidence);
                var dead = tables.Sum(t => t.Dead);
                return Probe.Done(
                    $"all {tables.Count} tables were done since {Utc(since)}",
                    new MaintenanceResult(tables.Count, dead, dead, TimeSpan.Zero)
                );
            },
            cancellation
        );

    /// <inheritdoc/>
    public override async Task<MaintenanceResult> RunAsync(
        StepContext context,
        CancellationToken cancellation
    )
    {
        var start = context.Clock.GetTimestamp();
        var (tool, before) = await PgSession
            .WithAsync(context, Database, SessionUse.Look, PrepareAsync, cancellation)
            .ConfigureAwait(false);
        var target = PgTarget.Resolve(context, Database);
        var run = new ToolRun(tool, target, AllArguments())
        {
            Options = SessionOptions,
            OnLine = line => context.Report(new StepProgress(line)),
        };
        for (var round = 1; round <= Rounds; round++)
        {
            await Progress
                .WatchAsync(context, target, stop => run.RunAsync(context, stop), cancellation)
                .ConfigureAwait(false);
            if (await LeftAsync(context, cancellation).ConfigureAwait(false) == 0)
                break;
        }
        await PgSession
            .WithAsync(context, Database, SessionUse.Long, FinishAsync, cancellation)
            .ConfigureAwait(false);
        var after = await PgSession
            .WithAsync(
                context,
                Database,
                SessionUse.Look,
                s => TableActivities.ReadAsync(s, TableNames),
                cancellation
            )
            .ConfigureAwait(false);
        return new MaintenanceResult(
            after.Count,
            before,
            after.Sum(t => t.Dead),
            context.Clock.GetElapsedTime(start)
        );

        async Task<(NativeTool, long)> PrepareAsync(PgSession session)
        {
            await TableActivities.RequireAsync(session, TableNames).ConfigureAwait(false);
            var tables = await TableActivities.ReadAsync(session, TableNames).ConfigureAwait(false);
            var found = await NativeTool
                .FindAsync(context, "vacuumdb", session.Major, cancellation)
                .ConfigureAwait(false);
            return (found, tables.Sum(t => t.Dead));
        }
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        MaintenanceResult result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                var since = ServerClock.Before(context) ?? context.FirstStartedAt.UtcDateTime;
                List<TableActivity> tables = [];
                var done = await Poll.UntilAsync(
                        context,
                        StatisticsDelay,
                        async () =>
                        {
                            tables = await TableActivities
                                .ReadAsync(session, TableNames)
                                .ConfigureAwait(false);
                            return tables.TrueForAll(t => IsDone(t, since));
                        },
                        cancellation
                    )
                    .ConfigureAwait(false);
                var left = tables.Where(t => !IsDone(t, since)).Select(t => t.Table);
                return done
                    ? await JudgeAsync(session, tables).ConfigureAwait(false)
                    : Verdict.Fail(
                        $"not done since {Utc(since)}: {TableActivities.Names(left)}. The login"
                            + $" may not own them, or they"
                            + " were locked"
                    );
            },
            cancellation
        );

    // vacuumdb ends with 0 although one of its sessions was cut off, and leaves out what that one had to do.
    private Task<int> LeftAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                var since = ServerClock.Before(context) ?? context.FirstStartedAt.UtcDateTime;
                var tables = await TableActivities.ReadAsync(session, TableNames).ConfigureAwait(false);
                return tables.Count(t => !IsDone(t, since));
            },
            cancellation
        );

    private protected abstract bool IsDone(TableActivity table, DateTime since);

    private protected virtual bool IsComplete(StepContext context, IReadOnlyList<TableActivity> tables) =>
        true;

    private protected virtual Task<int> FinishAsync(PgSession session) => Task.FromResult(0);

    private protected abstract Task<Verdict> JudgeAsync(
        PgSession session,
        IReadOnlyList<TableActivity> tables
    );

    private static string Utc(DateTime time) => time.ToString("u", CultureInfo.InvariantCulture);

    private List<string> AllArguments() =>
        [
            $"--jobs={JobCount.ToString(CultureInfo.InvariantCulture)}",
            "--no-password",
            .. ToolArguments,
            .. TableNames.Select(t => $"--table={TableName.Quoted(t)}"),
        ];
}
