using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// A schema change that never makes others queue behind its own waiting: it gives up after a short lock
/// timeout, lets them pass, and tries again in a new transaction.
/// </summary>
/// <param name="Database">The database.</param>
/// <param name="Sql">The statements, run in one transaction.</param>
public sealed record DdlOperation(PgDatabase Database, string Sql) : PgOperation<DdlResult>(Database)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one attempt waits for its lock. Default 1 s; everybody else waits as long behind it.
    /// </summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Attempts in all. Default 10.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>Pause after the first attempt, doubled each time up to 30 s. Default 1 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one attempt may take in all; null for no limit.</summary>
    public TimeSpan? StatementLimit { get; init; }

    /// <summary>
    /// Whether it runs without a transaction, as <c>CREATE INDEX CONCURRENTLY</c> must. Default no.
    /// </summary>
    public bool HasNoTransaction { get; init; }

    /// <summary>
    /// A read-only query whose first value is true when the change is there; null when nobody can tell.
    /// </summary>
    public string? DoneQueryText { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.Ddl";

    /// <inheritdoc/>
    public override string Description => $"change the schema of {Database}: {PgFailure.Short(Sql)}";

    /// <inheritdoc/>
    public override EffectClass Effect =>
        DoneQueryText is null ? EffectClass.NonIdempotent : EffectClass.Convergent;

    /// <inheritdoc/>
    public override string? Verification =>
        DoneQueryText is null ? null : $"{PgFailure.Short(DoneQueryText)} is true";

    /// <inheritdoc/>
    public override string? Warning =>
        HasNoTransaction
            ? "A failed CONCURRENTLY leaves an invalid index: check with Pg.CheckInvalidIndexes"
            : null;

    /// <inheritdoc/>
    protected override JsonTypeInfo<DdlResult> JsonInfo => PgJson.Default.DdlResult;

    /// <inheritdoc/>
    public override bool CanTell => DoneQueryText is not null;

    private protected override string ProbeText => "the .DoneWhen query; without one a person is asked";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("sql", Sql),
            new("done when", DoneQueryText ?? "nobody can tell"),
            new("lock timeout", Durations.Text(LockWait)),
            new("attempts", Attempts.ToString(CultureInfo.InvariantCulture)),
            new("pause", Durations.Text(Pause)),
            new("statement timeout", StatementLimit is { } limit ? Durations.Text(limit) : "none"),
            new("in a transaction", HasNoTransaction ? "no" : "yes"),
        ];

    /// <summary>A copy whose attempts wait that long for their lock.</summary>
    public DdlOperation LockTimeout(TimeSpan limit) => this with { LockWait = limit };

    /// <summary>
    /// A copy that tries up to <paramref name="attempts"/> times, pausing longer each time.
    /// </summary>
    public DdlOperation Retries(int attempts, TimeSpan? pause = null) =>
        this with
        {
            Attempts = attempts,
            Pause = pause ?? Pause,
        };

    /// <summary>A copy whose attempts may take that long in all.</summary>
    public DdlOperation StatementTimeout(TimeSpan limit) => this with { StatementLimit = limit };

    /// <summary>A copy for statements that refuse a transaction; one statement only.</summary>
    public DdlOperation OutsideTransaction() => this with { HasNoTransaction = true };

    /// <summary>A copy that tells by <paramref name="query"/> whether the change is there.</summary>
    public DdlOperation DoneWhen(string query) => this with { DoneQueryText = query };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        DoneQuery.ProbeAsync(context, Database, DoneQueryText, new DdlResult(0), cancellation);

    /// <inheritdoc/>
    public override async Task<DdlResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var target = PgTarget.Resolve(context, Database);
        var pause = Pause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Progress
                    .WatchAsync(context, target, stop => TryAsync(context, target, stop), cancellation)
                    .ConfigureAwait(false);
                return new DdlResult(attempt);
            }
            catch (OperationFailedException e) when (IsLockTimeout(e) && attempt < Attempts)
            {
                context.Report(
                    new StepProgress($"attempt {attempt} of {Attempts}: the lock was not granted in time")
                );
            }
            catch (OperationFailedException e) when (IsLockTimeout(e))
            {
                throw new OperationFailedException(
                    $"{PgFailure.Short(Sql)} on {target} got no lock in {Attempts} attempts of"
                        + $" {Durations.Text(LockWait)}."
                        + " Nothing was changed. Find the holder with Pg.LongTransactions or"
                        + " pg_blocking_pids, then try again",
                    retryable: true,
                    e
                );
            }
            await context.WaitAsync(pause, cancellation).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        DdlResult result,
        CancellationToken cancellation
    ) => DoneQuery.VerifyAsync(context, Database, DoneQueryText, cancellation);

    private static bool IsLockTimeout(OperationFailedException failure) =>
        failure.InnerException is Npgsql.PostgresException { SqlState: "55P03" };

    private Task<int> TryAsync(StepContext context, PgTarget target, CancellationToken cancellation)
    {
        // As startup options: a RESET inside a migration would wipe values set by SQL.
        var startup = $"-c lock_timeout={Milliseconds(LockWait)}";
        if (StatementLimit is { } limit)
            startup += $" -c statement_timeout={Milliseconds(limit)}";
        var use = HasNoTransaction ? SessionUse.Long : SessionUse.Change;
        return PgSession.WithAsync(
            PgSession.OpenAsync(context, target, use, startup, cancellation),
            session => session.ExecuteAsync(HasNoTransaction ? Sql : $"begin; {Sql}; commit")
        );
    }

    private static string Milliseconds(TimeSpan time) =>
        ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
