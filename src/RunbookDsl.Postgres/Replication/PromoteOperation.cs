using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Makes a replica the primary, after proof that the old primary is fenced and that the replica has replayed
/// everything the old one wrote. Two servers that take writes cannot be made one again: nothing is assumed.
/// </summary>
/// <param name="Database">The replica.</param>
/// <param name="OldPrimary">The primary it follows.</param>
public sealed record PromoteOperation(PgDatabase Database, PgDatabase OldPrimary)
    : PgOperation<PromoteResult>(Database)
{
    private const string TimelineBefore = "timeline";

    /// <summary>
    /// Proves that the old primary is fenced when the server itself cannot be asked, because it is stopped;
    /// null asks it.
    /// </summary>
    public Check? Proof { get; init; }

    /// <summary>Whether nobody but the runbook uses the login of the secrets. Default no.</summary>
    public bool IsLoginOurs { get; init; }

    /// <summary>
    /// Whether to promote when the old primary cannot say where it stands, so that it is not known whether
    /// anything is lost. Default no.
    /// </summary>
    public bool MayLose { get; init; }

    /// <summary>How long to wait for the replica, and then for the promotion. Default 60 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override string Kind => "Pg.Promote";

    /// <inheritdoc/>
    public override string Description =>
        $"make the server of {Database.Secret} the primary instead of that of {OldPrimary.Secret}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Irreversible;

    /// <inheritdoc/>
    public override string? Target => $"servers of {Database.Secret} and {OldPrimary.Secret}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(OldPrimary.Secret).Concat(Proof?.Secrets ?? []).Distinct()];

    /// <inheritdoc/>
    public override string Verification =>
        "the server takes writes on a new timeline, and the old primary still is fenced";

    /// <inheritdoc/>
    public override string Warning =>
        "Cannot be taken back: the old primary has to be rewound or copied anew to follow. Not for servers"
        + " that Patroni or another manager runs";

    /// <inheritdoc/>
    protected override JsonTypeInfo<PromoteResult> JsonInfo => PgJson.Default.PromoteResult;

    private protected override string ProbeText =>
        "whether it is in recovery; when not, whether its timeline is later than the captured one";

    private protected override PgDatabase Through => RestoreJob.Maintenance(Database);

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("old primary", OldPrimary.ToString()),
            new("old server", OldPrimary.Secret.ToString()),
            new("proof of the fence", Proof?.Description ?? "the old primary itself"),
            new("login is ours alone", IsLoginOurs ? "yes" : "no"),
            new("may lose", MayLose ? "what was not received" : "nothing"),
            new("within", Durations.Text(Limit)),
        ];

    /// <summary>
    /// A copy whose proof is this check: the service is stopped on the old host, the host is switched off.
    /// Looked at right before the promotion and again after it.
    /// </summary>
    public PromoteOperation FencedBy(Check check) => this with { Proof = check };

    /// <summary>
    /// A copy that takes a server for fenced where the runbook's own login still may log in: nobody else uses
    /// it.
    /// </summary>
    public PromoteOperation LoginIsOurs() => this with { IsLoginOurs = true };

    /// <summary>A copy that promotes although the old primary cannot say whether anything is
    /// missing.</summary>
    public PromoteOperation LosingWhatWasNotReceived() => this with { MayLose = true };

    /// <summary>A copy with another limit.</summary>
    public PromoteOperation Within(TimeSpan limit) => this with { Limit = limit };

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var side = await ServerSide.ReadAsync(session).ConfigureAwait(false);
                return (Captured?)Captured.Of(TimelineBefore, Number(side.Timeline));
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var side = await ServerSide.ReadAsync(session).ConfigureAwait(false);
                if (side.IsStandby)
                    return Probe.NotDone(
                        $"{session.Target} is in recovery on timeline {Number(side.Timeline)}"
                    );
                return IsOurs(context, side)
                    ? Probe.Done(
                        $"{session.Target} takes writes on timeline {Number(side.Timeline)}",
                        new PromoteResult(
                            side.System,
                            side.Timeline,
                            side.Position,
                            "proved before it was begun"
                        )
                    )
                    : Probe.Conflict(
                        $"{session.Target} takes writes already, and this step did not promote it: is"
                            + $" {Database.Secret}"
                            + " the replica?"
                    );
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<PromoteResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                var proof = await ProveAsync(context, cancellation).ConfigureAwait(false);
                var position = await CatchUpAsync(context, session, proof, cancellation)
                    .ConfigureAwait(false);
                // What was true a minute ago proves nothing now.
                var again = await ProveAsync(context, cancellation).ConfigureAwait(false);
                context.Note($"fenced: {again.Evidence}");
                var isDone = await session
                    .ScalarAsync<bool>(
                        "select pg_promote(true, $1)",
                        (int)Math.Clamp(Limit.TotalSeconds, 1, 3600)
                    )
                    .ConfigureAwait(false);
                if (!isDone)
                    throw new OutcomeUnknownException(
                        $"{session.Target} was told to become the primary and has not within"
                            + $" {Durations.Text(Limit)}; it may still do so: see its log"
                    );
                var side = await ServerSide.ReadAsync(session).ConfigureAwait(false);
                return new PromoteResult(side.System, side.Timeline, position, again.Evidence);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        PromoteResult result,
        CancellationToken cancellation
    ) =>
        With(
            context,
            SessionUse.AsApplication,
            async session =>
            {
                var side = await ServerSide.ReadAsync(session).ConfigureAwait(false);
                if (side.IsStandby || !IsOurs(context, side))
                    return Verdict.Fail(
                        $"{session.Target} is {(side.IsStandby ? "still in recovery" : "a primary")} on"
                            + " timeline"
                            + $" {Number(side.Timeline)}, before it was"
                            + $" {ServerClock.Value(context, TimelineBefore)}"
                    );
                // Takes a number for a transaction, which is written to the log.
                await session.ScalarAsync<long>("select txid_current()").ConfigureAwait(false);
                var proof = await LookAsync(context, cancellation).ConfigureAwait(false);
                return proof.Holds
                    ? Verdict.Pass(
                        $"{session.Target} takes writes on timeline {Number(side.Timeline)}; {proof.Evidence}"
                    )
                    : Verdict.Fail($"SPLIT BRAIN POSSIBLE: fence the old primary at once. {proof.Evidence}");
            },
            cancellation
        );

    private async Task<string> CatchUpAsync(
        StepContext context,
        PgSession session,
        FenceProof proof,
        CancellationToken cancellation
    )
    {
        var replica = await ServerSide.ReadAsync(session).ConfigureAwait(false);
        if (!replica.IsStandby)
            throw new OperationFailedException(
                $"{session.Target} is no standby: there is nothing to promote. Nothing was changed"
            );
        if (proof.Side is not { } primary)
            return MayLose
                ? replica.Position
                : throw new OperationFailedException(
                    $"the old primary cannot say where it stands, so nobody knows what {session.Target} (at"
                        + $" {replica.Position}) lacks of it. Nothing was promoted. Start it fenced, or"
                        + " accept the"
                        + " loss with .LosingWhatWasNotReceived()"
                );
        if (primary.IsStandby || primary.System != replica.System)
            throw new OperationFailedException(
                $"{session.Target} is no replica of the old primary: "
                    + (
                        primary.IsStandby
                            ? "that one is a standby itself"
                            : $"system identifier {replica.System}, not {primary.System}"
                    )
                    + ". Nothing was promoted"
            );
        var isThere = await Poll.UntilAsync(
                context,
                Limit,
                async () =>
                {
                    replica = await ServerSide.ReadAsync(session).ConfigureAwait(false);
                    return ServerSide.Lag(primary, replica) == 0;
                },
                cancellation
            )
            .ConfigureAwait(false);
        return isThere
            ? primary.Position
            : throw new OperationFailedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{session.Target} lacks {ServerSide.Lag(primary, replica):N0} bytes of the old"
                        + $" primary's log"
                        + $" after {Durations.Text(Limit)} (receiver: {replica.Receiver}). Nothing was"
                        + $" promoted"
                )
            );
    }

    private async Task<FenceProof> ProveAsync(StepContext context, CancellationToken cancellation)
    {
        var proof = await LookAsync(context, cancellation).ConfigureAwait(false);
        return proof.Holds
            ? proof
            : throw new OperationFailedException(
                $"{proof.Evidence}. Nothing was promoted: fence it first (Pg.Fence), or prove that it is"
                    + " stopped"
                    + " with .FencedBy(check)"
            );
    }

    // A server that answers is asked in any case: a check that says "stopped" may look at another machine.
    private async Task<FenceProof> LookAsync(StepContext context, CancellationToken cancellation)
    {
        var asked = await FenceProof
            .OfAsync(context, OldPrimary, IsLoginOurs, cancellation)
            .ConfigureAwait(false);
        if (Proof is null || asked.Side is not null)
            return asked;
        var verdict = await Proof.RunAsync(context, cancellation).ConfigureAwait(false);
        return new(verdict.Passed, verdict.Evidence);
    }

    private static bool IsOurs(StepContext context, ServerSide side) =>
        ServerClock.Value(context, TimelineBefore) is { } before
        && side.Timeline > int.Parse(before, CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
