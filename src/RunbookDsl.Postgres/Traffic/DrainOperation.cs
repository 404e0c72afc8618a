using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Ends the client sessions of a database: waits for running transactions first, up to a limit. The runbook's
/// own sessions stay. Fence first: pools reconnect at once.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record DrainOperation(PgDatabase Database) : PgOperation<DrainResult>(Database)
{
    /// <summary>How long running transactions may finish. Default 10 s.</summary>
    public TimeSpan GraceTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nobody may come back until it counts as empty. Default 2 s.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Application names whose sessions stay, besides the runbook's own.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Only sessions of these roles; empty means all.</summary>
    public IReadOnlyList<string> RoleNames { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.Drain";

    /// <inheritdoc/>
    public override string Description =>
        $"end the client sessions of {Database} after {Durations.Text(GraceTime)} at most";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "nobody else is connected, and nobody comes back for a while";

    /// <inheritdoc/>
    public override string UndoDescription => "nothing to take back: clients connect again by themselves";

    /// <inheritdoc/>
    public override string Warning =>
        "Pools reconnect at once: fence first. Transactions that do not end in time are lost";

    /// <inheritdoc/>
    protected override JsonTypeInfo<DrainResult> JsonInfo => PgJson.Default.DrainResult;

    private protected override string ProbeText => "counts the foreign sessions";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("grace", Durations.Text(GraceTime)),
            new("quiet", Durations.Text(QuietTime)),
            new("ignored", string.Join(", ", Ignored)),
            new("roles", RoleNames.Count == 0 ? "all" : string.Join(", ", RoleNames)),
        ];

    private PgDatabase Elsewhere => RestoreJob.Maintenance(Database);

    /// <summary>A copy that lets running transactions finish for that long.</summary>
    public DrainOperation Grace(TimeSpan limit) => this with { GraceTime = limit };

    /// <summary>A copy that wants it empty for that long.</summary>
    public DrainOperation QuietFor(TimeSpan duration) => this with { QuietTime = duration };

    /// <summary>A copy that leaves sessions of these application names alone.</summary>
    public DrainOperation Ignoring(params string[] applications) =>
        this with
        {
            Ignored = [.. Ignored, .. applications],
        };

    /// <summary>A copy that ends only sessions of these roles.</summary>
    public DrainOperation OfRoles(params string[] roles) =>
        this with
        {
            RoleNames = [.. RoleNames, .. roles],
        };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
            {
                var left = await ListAsync(context, session).ConfigureAwait(false);
                return left.Count == 0
                    ? Probe.Done($"nobody else is connected to {Name(context)}", new DrainResult(0))
                    : Probe.NotDone($"connected: {TableActivities.Names(left)}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<DrainResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Change,
            async session =>
            {
                await Poll.UntilAsync(
                        context,
                        GraceTime,
                        async () =>
                        {
                            var busy = await Sessions
                                .BusyAsync(session, Name(context), Ignored, RoleNames)
                                .ConfigureAwait(false);
                            context.Report(new StepProgress($"{busy} sessions are not idle"));
                            return busy == 0;
                        },
                        cancellation
                    )
                    .ConfigureAwait(false);
                return new DrainResult(
                    await Sessions.EndAsync(session, Name(context), Ignored, RoleNames).ConfigureAwait(false)
                );
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        DrainResult result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
            {
                // An ended session takes a moment to leave; after that nobody may be seen again.
                await Poll.UntilAsync(context, QuietTime, () => IsEmptyAsync(context, session), cancellation)
                    .ConfigureAwait(false);
                List<string> left = [];
                var cameBack = await Poll.UntilAsync(
                        context,
                        QuietTime,
                        async () =>
                        {
                            left = await ListAsync(context, session).ConfigureAwait(false);
                            return left.Count > 0;
                        },
                        cancellation
                    )
                    .ConfigureAwait(false);
                return cameBack
                    ? Verdict.Fail(
                        $"still or again connected to {Name(context)}:"
                            + $" {TableActivities.Names(left)}. Fence the database"
                            + " first, or stop what reconnects"
                    )
                    : Verdict.Pass(
                        $"nobody else was connected to {Name(context)} for"
                            + $" {Durations.Text(QuietTime)}; {result.Ended} ended"
                    );
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, DrainResult result, CancellationToken cancellation) =>
        Task.CompletedTask;

    private async Task<bool> IsEmptyAsync(StepContext context, PgSession session) =>
        (await ListAsync(context, session).ConfigureAwait(false)).Count == 0;

    private Task<List<string>> ListAsync(StepContext context, PgSession session) =>
        Sessions.ListAsync(session, Name(context), Ignored, RoleNames);

    private string Name(StepContext context) => PgTarget.Resolve(context, Database).Database;
}
