using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Rebuilds indexes, by <c>reindexdb</c>. Plain, it blocks writes to the table being worked on; concurrently,
/// it does not, but needs room for a second copy. Invalid leftovers of an earlier attempt are dropped first.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record ReindexOperation(PgDatabase Database) : PgOperation<ReindexResult>(Database)
{
    private const string Since = "transaction";
    private const string Count = "indexes";
    private const int Rounds = 2;

    /// <summary>Tables, as <c>schema.table</c>; empty means all.</summary>
    public IReadOnlyList<string> TableNames { get; init; } = [];

    /// <summary>Tables worked on at once. Default 1.</summary>
    public int JobCount { get; init; } = 1;

    /// <summary>Whether writes go on meanwhile. Default no.</summary>
    public bool IsConcurrent { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.Reindex";

    /// <inheritdoc/>
    public override string Description =>
        $"rebuild the indexes of {What}{(IsConcurrent ? ", while writes go on" : "")}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        "no index is invalid, none is missing, each was rebuilt since the step began";

    /// <inheritdoc/>
    public override string Warning =>
        IsConcurrent
            ? "Needs disk for a second copy of the largest index; a failed attempt leaves invalid"
                + " _ccnew indexes"
            : "Blocks writes to each table while its indexes are rebuilt; use .Concurrently()"
                + " while the application is open";

    /// <inheritdoc/>
    public override bool CanRepair => true;

    /// <inheritdoc/>
    protected override JsonTypeInfo<ReindexResult> JsonInfo => PgJson.Default.ReindexResult;

    private protected override string ProbeText =>
        "each index rebuilt since the captured transaction; _ccnew leftovers are dropped; a"
        + " session of this step is waited for";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("tables", TableNames.Count == 0 ? "all" : string.Join(", ", TableNames)),
            new("jobs", JobCount.ToString(CultureInfo.InvariantCulture)),
            new("concurrently", IsConcurrent ? "yes" : "no"),
        ];

    private string What =>
        TableNames.Count == 0 ? Database.ToString() : $"{string.Join(", ", TableNames)} of {Database}";

    /// <summary>A copy that lets writes go on.</summary>
    public ReindexOperation Concurrently() => this with { IsConcurrent = true };

    /// <summary>A copy that works on up to <paramref name="count"/> tables at once.</summary>
    public ReindexOperation Jobs(int count) => this with { JobCount = count };

    /// <summary>A copy for these tables only, as <c>schema.table</c>.</summary>
    public ReindexOperation Tables(params string[] tables) =>
        this with
        {
            TableNames = [.. TableNames, .. tables],
        };

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        LookAsync(
            context,
            async session =>
            {
                var since = await session
                    .ScalarAsync<string>("select pg_snapshot_xmax(pg_current_snapshot())::text")
                    .ConfigureAwait(false);
                var indexes = await IndexState.ReadAsync(session, TableNames, since!).ConfigureAwait(false);
                return (Captured?)
                    Captured
                        .Of(Since, since)
                        .And(Count, indexes.Count.ToString(CultureInfo.InvariantCulture));
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        LookAsync(
            context,
            async session =>
            {
                if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
                    return running;
                if (ServerClock.Value(context, Since) is not { } since)
                    return Probe.NotDone("not begun");
                var invalid = await InvalidIndexes.FindAsync(session).ConfigureAwait(false);
                var leftovers = invalid.Where(i => i.IsLeftover).Select(i => i.Name).ToList();
                if (leftovers.Count > 0)
                    return Probe.Partial($"invalid leftovers: {TableActivities.Names(leftovers)}");
                var state = await IndexState.ReadAsync(session, TableNames, since).ConfigureAwait(false);
                return state.Old.Count == 0 && invalid.Count == 0
                    ? Probe.Done(
                        $"all {state.Count} indexes were rebuilt since transaction {since}",
                        new ReindexResult(state.Count, state.Bytes, state.Bytes, [], TimeSpan.Zero)
                        {
                            Since = since,
                        }
                    )
                    : Probe.NotDone($"{state.Old.Count} indexes were not rebuilt since transaction {since}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Long,
            InvalidIndexes.DropLeftoversAsync,
            cancellation
        );

    /// <inheritdoc/>
    public override async Task<ReindexResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var start = context.Clock.GetTimestamp();
        var (tool, before, dropped) = await PgSession
            .WithAsync(context, Database, SessionUse.Long, PrepareAsync, cancellation)
            .ConfigureAwait(false);
        if (dropped.Count > 0)
            context.Note($"dropped invalid leftovers: {string.Join(", ", dropped)}");
        var target = PgTarget.Resolve(context, Database);
        var run = new ToolRun(tool, target, Options());
        var since = ServerClock.Value(context, Since) ?? "3";
        IndexState after;
        var round = 0;
        // reindexdb that loses its connection ends with 0 and leaves indexes out.
        do
        {
            await Progress
                .WatchAsync(context, target, stop => run.RunAsync(context, stop), cancellation)
                .ConfigureAwait(false);
            after = await LookAsync(context, s => IndexState.ReadAsync(s, TableNames, since), cancellation)
                .ConfigureAwait(false);
        } while (after.Old.Count > 0 && ++round < Rounds);
        var took = context.Clock.GetElapsedTime(start);
        return new ReindexResult(after.Count, before, after.Bytes, dropped, took)
        {
            Since = ServerClock.Value(context, Since),
        };

        async Task<(NativeTool, long, List<string>)> PrepareAsync(PgSession session)
        {
            await TableActivities.RequireAsync(session, TableNames).ConfigureAwait(false);
            var found = await NativeTool
                .FindAsync(context, "reindexdb", session.Major, cancellation)
                .ConfigureAwait(false);
            var leftovers = await InvalidIndexes.DropLeftoversAsync(session).ConfigureAwait(false);
            // REINDEX TABLE CONCURRENTLY skips an invalid index with a warning; named on its own it is
            // rebuilt.
            if (IsConcurrent)
                foreach (var index in await InvalidIndexes.FindAsync(session).ConfigureAwait(false))
                    await session
                        .ExecuteAsync($"reindex index concurrently {index.Name}")
                        .ConfigureAwait(false);
            var state = await IndexState.ReadAsync(session, TableNames, "3").ConfigureAwait(false);
            return (found, state.Bytes, leftovers);
        }
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        ReindexResult result,
        CancellationToken cancellation
    ) =>
        LookAsync(
            context,
            async session =>
            {
                var invalid = await InvalidIndexes.FindAsync(session).ConfigureAwait(false);
                if (invalid.Count > 0)
                    return Verdict.Fail(
                        $"invalid indexes: {TableActivities.Names(invalid.Select(i => i.Name))}"
                    );
                var since = ServerClock.Value(context, Since) ?? "3";
                var state = await IndexState.ReadAsync(session, TableNames, since).ConfigureAwait(false);
                if (ServerClock.Value(context, Count) is { } count && count != Number(state.Count))
                    return Verdict.Fail(
                        $"{state.Count} indexes are there; before the rebuild there were {count}"
                    );
                return state.Old.Count > 0
                    ? Verdict.Fail($"not rebuilt: {TableActivities.Names(state.Old)}")
                    : Verdict.Pass(
                        $"{state.Count} indexes rebuilt, none invalid; {result.BytesBefore} bytes"
                            + $" before, {state.Bytes} now"
                    );
            },
            cancellation
        );

    private Task<T> LookAsync<T>(
        StepContext context,
        Func<PgSession, Task<T>> look,
        CancellationToken cancellation
    ) => PgSession.WithAsync(context, Database, SessionUse.Look, look, cancellation);

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);

    private List<string> Options() =>
        [
            $"--jobs={JobCount.ToString(CultureInfo.InvariantCulture)}",
            "--no-password",
            .. IsConcurrent ? ["--concurrently"] : Array.Empty<string>(),
            .. TableNames.Select(t => $"--table={TableName.Quoted(t)}"),
        ];
}
