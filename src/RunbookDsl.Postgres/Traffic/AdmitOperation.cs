namespace RunbookDsl.Postgres;

/// <summary>
/// Lets clients in again: the other half of a fence, where the fence itself cannot be undone. A fence made
/// in the catalogue goes to the replicas with the log, so that a replica that was promoted is fenced, too.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record AdmitOperation(PgDatabase Database) : PgOperation<Unit>(Database)
{
    /// <summary>Roles that get their login; empty opens the database.</summary>
    public IReadOnlyList<string> RoleNames { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.Admit";

    /// <inheritdoc/>
    public override string Description =>
        RoleNames.Count == 0
            ? $"let clients connect to {Database}"
            : $"give the login to {string.Join(", ", RoleNames)}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "the catalogue lets them in";

    /// <inheritdoc/>
    public override string UndoDescription => "close what was closed before";

    /// <inheritdoc/>
    public override string Warning => "From now on clients write here";

    private protected override string ProbeText => "the catalogue (rolcanlogin, datallowconn)";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("roles", RoleNames.Count == 0 ? "everybody" : string.Join(", ", RoleNames))];

    /// <summary>A copy that gives the login to these roles instead of opening the database.</summary>
    public AdmitOperation Roles(params string[] roles) => this with { RoleNames = [.. RoleNames, .. roles] };

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        With(context, SessionUse.Look, session => DoorsOf(context).CaptureAsync(session), cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var closed = await ClosedAsync(context, session).ConfigureAwait(false);
                return closed.Count == 0
                    ? Probe.Done("open")
                    : Probe.NotDone($"closed: {string.Join(", ", closed)}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                foreach (var door in await ClosedAsync(context, session).ConfigureAwait(false))
                    await DoorsOf(context).SetAsync(session, door, isOpen: true).ConfigureAwait(false);
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
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var closed = await ClosedAsync(context, session).ConfigureAwait(false);
                return closed.Count == 0
                    ? Verdict.Pass("open")
                    : Verdict.Fail($"closed: {string.Join(", ", closed)}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                foreach (var door in context.Before?.Values ?? [])
                    if (door.Value == "closed")
                        await DoorsOf(context)
                            .SetAsync(session, door.Key, isOpen: false)
                            .ConfigureAwait(false);
                return 0;
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var closed = await ClosedAsync(context, session).ConfigureAwait(false);
                var open = (context.Before?.Values ?? [])
                    .Where(d => d.Value == "closed" && !closed.Contains(d.Key))
                    .Select(d => d.Key)
                    .ToList();
                return open.Count == 0
                    ? Probe.Done("everything that was closed is closed again")
                    : Probe.NotDone($"still open: {string.Join(", ", open)}");
            },
            cancellation
        );

    private async Task<List<string>> ClosedAsync(StepContext context, PgSession session) =>
        [
            .. (await DoorsOf(context).ReadAsync(session).ConfigureAwait(false))
                .Where(d => !d.IsOpen)
                .Select(d => d.Name),
        ];

    private Doors DoorsOf(StepContext context) =>
        new(PgTarget.Resolve(context, Database).Database, RoleNames);

    private Task<T> With<T>(
        StepContext context,
        SessionUse use,
        Func<PgSession, Task<T>> work,
        CancellationToken cancellation
    ) => PgSession.WithAsync(context, RestoreJob.Maintenance(Database), use, work, cancellation);
}
