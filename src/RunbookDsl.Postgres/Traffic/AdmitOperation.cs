namespace RunbookDsl.Postgres;

/// <summary>
/// Lets clients in again: the other half of a fence, where the fence itself cannot be undone. A fence made
/// in the catalogue goes to the replicas with the log, so that a replica that was promoted is fenced, too.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record AdmitOperation(PgDatabase Database) : DoorsOperation(Database)
{
    /// <inheritdoc/>
    public override string Kind => "Pg.Admit";

    /// <inheritdoc/>
    public override string Description =>
        RoleNames.Count == 0
            ? $"let clients connect to {Database}"
            : $"give the login to {string.Join(", ", RoleNames)}";

    /// <inheritdoc/>
    public override string Verification => "the catalogue lets them in";

    /// <inheritdoc/>
    public override string UndoDescription => "close what was closed before";

    /// <inheritdoc/>
    public override string Warning => "From now on clients write here";

    private protected override bool Opens => true;

    private protected override string ProbeText => "the catalogue (rolcanlogin, datallowconn)";

    /// <summary>A copy that gives the login to these roles instead of opening the database.</summary>
    public AdmitOperation Roles(params string[] roles) => this with { RoleNames = [.. RoleNames, .. roles] };

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
                await MoveAsync(context, session).ConfigureAwait(false);
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

    private async Task<List<string>> ClosedAsync(StepContext context, PgSession session) =>
        [
            .. (await DoorsOf(context).ReadAsync(session).ConfigureAwait(false))
                .Where(d => !d.IsOpen)
                .Select(d => d.Name),
        ];
}
