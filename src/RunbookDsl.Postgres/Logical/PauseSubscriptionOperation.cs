namespace RunbookDsl.Postgres;

/// <summary>
/// Lets a subscription rest. Before the changes of a target are sent back to its source: two subscriptions at
/// work in both directions send each change round and round.
/// </summary>
/// <param name="Database">The database with the subscription.</param>
/// <param name="Name">The subscription.</param>
public sealed record PauseSubscriptionOperation(PgDatabase Database, string Name)
    : PgOperation<Unit>(Database)
{
    private const string Before = "subscription";
    private const string AtWork = "at work";

    // A worker that was told to end may still write what it has.
    private const string Workers = """
        select count(*) from pg_stat_subscription s
        where s.subname = $1 and s.pid is not null and exists (select from pg_subscription p
          where p.oid = s.subid and p.subdbid = (select oid from pg_database where datname =
            current_database()))
        """;

    /// <inheritdoc/>
    public override string Kind => "Pg.PauseSubscription";

    /// <inheritdoc/>
    public override string Description => $"let subscription {Name} of {Database} rest";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "it is disabled, and none of its workers is left";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string UndoDescription => "let it go on, if it was at work before";

    /// <inheritdoc/>
    public override string Warning =>
        "Its slot keeps the source's log meanwhile: let it go on, or drop it, before that disk is full";

    private protected override string ProbeText => "pg_subscription, and its workers";

    private protected override IReadOnlyList<Fact> Arguments => [new("subscription", Name)];

    private Subscription Ours => new(Name);

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
                (Captured?)
                    Captured.Of(Before, await IsOnAsync(session).ConfigureAwait(false) ? AtWork : "resting"),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
                await LookAsync(session).ConfigureAwait(false) is { Passed: true } rests
                    ? Probe.Done(rests.Evidence)
                    : Probe.NotDone($"subscription {Name} is at work"),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                await session
                    .ExecuteAsync($"alter subscription {Sql.Name(Name)} disable")
                    .ConfigureAwait(false);
                return Unit.Value;
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) => With(context, SessionUse.Look, LookAsync, cancellation);

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        ServerClock.Value(context, Before) != AtWork
            ? Task.CompletedTask
            : With(
                context,
                SessionUse.Change,
                session => session.ExecuteAsync($"alter subscription {Sql.Name(Name)} enable"),
                cancellation
            );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
                ServerClock.Value(context, Before) == AtWork
                && !await IsOnAsync(session).ConfigureAwait(false)
                    ? Probe.NotDone($"subscription {Name} rests")
                    : Probe.Done($"subscription {Name} is as it was before"),
            cancellation
        );

    private async Task<Verdict> LookAsync(PgSession session)
    {
        if (await IsOnAsync(session).ConfigureAwait(false))
            return Verdict.Fail($"subscription {Name} of {session.Target} is at work");
        var workers = await session.ScalarAsync<long>(Workers, Name).ConfigureAwait(false);
        return workers == 0
            ? Verdict.Pass($"subscription {Name} of {session.Target} rests")
            : Verdict.Fail(
                $"subscription {Name} of {session.Target} is disabled, and {workers} workers go on"
            );
    }

    private async Task<bool> IsOnAsync(PgSession session) =>
        await Ours.FindAsync(session).ConfigureAwait(false) is { } found
            ? found.IsEnabled
            : throw new OperationFailedException(
                $"{session.Target} has no subscription {Name}. Nothing was changed"
            );
}
