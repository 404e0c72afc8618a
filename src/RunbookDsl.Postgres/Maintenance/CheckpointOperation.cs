using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Writes all changed pages to disk, twice by default, so that the shutdown's own checkpoint is short and the
/// downtime predictable.
/// </summary>
/// <param name="Database">Any database of the server.</param>
public sealed record CheckpointOperation(PgDatabase Database) : PgOperation<Unit>(Database)
{
    /// <summary>How often. Default 2: the first has the work, the second shows that little is left.</summary>
    public int Count { get; init; } = 2;

    /// <inheritdoc/>
    public override string Kind => "Pg.Checkpoint";

    /// <inheritdoc/>
    public override string Description => $"checkpoint the server of {Database.Secret}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string? Target => $"server of {Database.Secret}";

    /// <inheritdoc/>
    public override string Verification => "the control file shows a checkpoint since the step began";

    private protected override string ProbeText => "repeated: one checkpoint more does no harm";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("times", Count.ToString(CultureInfo.InvariantCulture))];

    /// <summary>A copy that does it <paramref name="count"/> times.</summary>
    public CheckpointOperation Times(int count) => this with { Count = count };

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session => (Captured?)await ServerClock.CaptureAsync(session).ConfigureAwait(false),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("repeated each time"));

    /// <inheritdoc/>
    public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Long,
            async session =>
            {
                for (var i = 0; i < Count; i++)
                    await session.ExecuteAsync("checkpoint").ConfigureAwait(false);
                return Unit.Value;
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                var at = await session
                    .ScalarAsync<DateTime>("select checkpoint_time from pg_control_checkpoint()")
                    .ConfigureAwait(false);
                var since = ServerClock.Before(context) ?? context.FirstStartedAt.UtcDateTime;
                // The control file keeps whole seconds.
                var text = $"last checkpoint at {at.ToUniversalTime():u}, step began at {since:u}";
                return at.ToUniversalTime() >= since.AddSeconds(-1) ? Verdict.Pass(text) : Verdict.Fail(text);
            },
            cancellation
        );
}
