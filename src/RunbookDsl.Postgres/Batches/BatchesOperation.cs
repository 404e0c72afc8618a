using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Changes data a batch at a time: the same statement, each time in a transaction of its own, until a count
/// of what is left says none. What is done is told by the rows, so an interrupted run goes on where it was.
/// </summary>
/// <param name="Database">The database; its primary.</param>
/// <param name="Sql">Changes at most one batch of the rows that are left.</param>
/// <param name="Remaining">Counts the rows that are left.</param>
public sealed record BatchesOperation(PgDatabase Database, string Sql, string Remaining)
    : PgOperation<BatchesResult>(Database)
{
    private const string Left = "rows to change";
    private const string Same = "kept";
    private const int IdleRounds = 20;
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(1);

    /// <summary>A query whose first value must be the same afterwards; null for none.</summary>
    public string? KeptQuery { get; init; }

    /// <summary>Rest between two batches. Default 100 ms.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a batch waits for a lock before it is given up, retryable. Default 5 s.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of log the slowest replica may lack before a batch. Default 16 MiB.</summary>
    public long MostLag { get; init; } = 16 << 20;

    /// <summary>How long a replica is waited for. Default 5 minutes.</summary>
    public TimeSpan LagLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override string Kind => "Pg.Batches";

    /// <inheritdoc/>
    public override string Description => $"change data of {Database} in batches: {PgFailure.Short(Sql)}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        $"{PgFailure.Short(Remaining)} is 0"
        + (KeptQuery is null ? "" : $", and {PgFailure.Short(KeptQuery)} is what it was");

    /// <inheritdoc/>
    public override string Warning =>
        "It cannot be taken back: a restore point and a dump before it. Rows written meanwhile in the old"
        + " form come in again: change the application first";

    /// <inheritdoc/>
    protected override JsonTypeInfo<BatchesResult> JsonInfo => PgJson.Default.BatchesResult;

    private protected override string ProbeText => "counts the rows that are left";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("sql", Sql),
            new("rows left", Remaining),
            new("kept", KeptQuery ?? "nothing is compared"),
            new("rest", Durations.Text(Pause)),
            new("lock timeout", Durations.Text(LockWait)),
            new("replicas lack at most", $"{Number(MostLag)} bytes"),
            new("replicas are waited for", Durations.Text(LagLimit)),
        ];

    /// <summary>
    /// A copy that compares the first value of a query before the first batch and after the last, such as
    /// <c>select count(*) from orders</c>.
    /// </summary>
    public BatchesOperation Keeping(string query) => this with { KeptQuery = query };

    /// <summary>A copy that rests for so long between two batches.</summary>
    public BatchesOperation Rest(TimeSpan pause) => this with { Pause = pause };

    /// <summary>A copy whose batches wait that long for a lock.</summary>
    public BatchesOperation LockTimeout(TimeSpan limit) => this with { LockWait = limit };

    /// <summary>
    /// A copy that begins no batch while a replica lacks more than so many bytes, and gives up after a time.
    /// </summary>
    public BatchesOperation LagBelow(long bytes, TimeSpan? within = null) =>
        this with
        {
            MostLag = bytes,
            LagLimit = within ?? LagLimit,
        };

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
                (Captured?)
                    Captured
                        .Of(Left, Number(await LeftAsync(session).ConfigureAwait(false)))
                        .And(Same, await KeptAsync(session).ConfigureAwait(false)),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
                    return running;
                var left = await LeftAsync(session).ConfigureAwait(false);
                return left == 0
                    ? Probe.Done("no row is left to be changed", new BatchesResult(Before(context), 0, 0))
                    : Probe.NotDone($"{left} rows are to be changed");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<BatchesResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var target = PgTarget.Resolve(context, Database);
        var startup = string.Create(
            CultureInfo.InvariantCulture,
            $"-c lock_timeout={(long)LockWait.TotalMilliseconds}"
        );
        return PgSession.WithAsync(
            PgSession.OpenAsync(context, target, SessionUse.Change, startup, cancellation),
            session => ChangeAsync(context, session)
        );
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        BatchesResult result,
        CancellationToken cancellation
    ) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var left = await LeftAsync(session).ConfigureAwait(false);
                if (left > 0)
                    return Verdict.Fail($"{left} rows are left: somebody still writes them in the old form");
                // Another run had changed them all: this step has seen nothing and changed nothing.
                if (context.Before is null)
                    return Verdict.Pass("no row is left");
                var (was, now) = (
                    ServerClock.Value(context, Same),
                    await KeptAsync(session).ConfigureAwait(false)
                );
                return KeptQuery is null || was == now
                    ? Verdict.Pass(
                        $"no row is left of {result.Before}"
                            + (KeptQuery is null ? "" : $", and {now} is kept")
                    )
                    : Verdict.Fail(
                        $"{PgFailure.Short(KeptQuery)} was {was ?? "null"} and is {now ?? "null"}"
                    );
            },
            cancellation
        );

    private async Task<BatchesResult> ChangeAsync(StepContext context, PgSession session)
    {
        var lag = new ReplicaLag(MostLag, LagLimit);
        var all = await LeftAsync(session).ConfigureAwait(false);
        var (left, rows, batches, idle) = (all, 0L, 0, 0);
        while (left > 0)
        {
            await lag.WaitAsync(context, session).ConfigureAwait(false);
            await session.ExecuteAsync("begin").ConfigureAwait(false);
            var changed = Math.Max(0, await session.ExecuteAsync(Sql).ConfigureAwait(false));
            await session.ExecuteAsync("commit").ConfigureAwait(false);
            var now = await LeftAsync(session).ConfigureAwait(false);
            (rows, batches) = (rows + changed, batches + 1);
            idle = now < left ? 0 : idle + 1;
            if (idle > IdleRounds)
                throw new OperationFailedException(
                    $"{now} rows are left in {session.Target} and {IdleRounds} batches made them no fewer."
                        + $" Batches before those are kept. Does {PgFailure.Short(Sql)} change what"
                        + $" {PgFailure.Short(Remaining)} counts?"
                );
            left = now;
            context.Report(
                new StepProgress(
                    $"batch {batches}, {left} rows to go",
                    1 - (double)left / Math.Max(left, all)
                )
            );
            if (left > 0)
                await context
                    .WaitAsync(idle == 0 ? Pause : IdlePause, session.Cancellation)
                    .ConfigureAwait(false);
        }
        return new(Before(context), rows, batches);
    }

    private static long Before(StepContext context) =>
        long.Parse(
            ServerClock.Value(context, Left) ?? "0",
            NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture
        );

    private async Task<long> LeftAsync(PgSession session) =>
        await session.ScalarAsync<object>(Remaining).ConfigureAwait(false) switch
        {
            long count => count,
            int count => count,
            var other => throw new OperationFailedException(
                $"{PgFailure.Short(Remaining)} on {session.Target} gave {other ?? "nothing"}; expected a"
                    + $" number of rows, as select count(*) gives it"
            ),
        };

    private async Task<string?> KeptAsync(PgSession session) =>
        KeptQuery is null
            ? null
            : Convert.ToString(
                await session.ScalarAsync<object>(KeptQuery).ConfigureAwait(false),
                CultureInfo.InvariantCulture
            );

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
