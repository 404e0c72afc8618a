namespace RunbookDsl.Postgres;

/// <summary>
/// Keeps clients out of a database: takes the login from roles, or refuses every connection to the database,
/// and ends the sessions there are. What was before is captured and put back by the undo.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record FenceOperation(PgDatabase Database) : DoorsOperation(Database)
{
    /// <inheritdoc/>
    public override string Kind => "Pg.Fence";

    /// <inheritdoc/>
    public override string Description =>
        RoleNames.Count == 0
            ? $"refuse every connection to {Database} and end the sessions there are"
            : $"take the login from {string.Join(", ", RoleNames)} and end their sessions in {Database}";

    /// <inheritdoc/>
    public override string Verification => "the catalogue refuses them, and none of them is connected";

    /// <inheritdoc/>
    public override string UndoDescription => "let in again those who could log in before";

    /// <inheritdoc/>
    public override string Warning =>
        RoleNames.Count == 0
            ? "Keeps everybody out, the runbook too, until it is undone"
            : "Roles take effect on the whole server; other roles, cron jobs and reports still get in";

    private protected override bool Opens => false;

    private protected override string ProbeText =>
        "the catalogue (rolcanlogin, datallowconn) and the sessions";

    /// <summary>A copy that takes the login from these roles instead of closing the database.</summary>
    public FenceOperation Roles(params string[] roles) => this with { RoleNames = [.. RoleNames, .. roles] };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var open = await OpenAsync(context, session).ConfigureAwait(false);
                return open.Count == 0
                    ? Probe.Done("closed, and nobody is in")
                    : Probe.NotDone(string.Join("; ", open));
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
                await RefuseOwnRoleAsync(session).ConfigureAwait(false);
                await MoveAsync(context, session).ConfigureAwait(false);
                var name = Name(context);
                var ended = await Sessions.EndAsync(session, name, [], RoleNames).ConfigureAwait(false);
                context.Note($"{ended} sessions of database \"{name}\" were ended");
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
                List<string> open = [];
                var closed = await Poll.UntilAsync(
                        context,
                        TimeSpan.FromSeconds(3),
                        async () =>
                        {
                            open = await OpenAsync(context, session).ConfigureAwait(false);
                            return open.Count == 0;
                        },
                        cancellation
                    )
                    .ConfigureAwait(false);
                return closed
                    ? Verdict.Pass("closed, and nobody is in")
                    : Verdict.Fail(string.Join("; ", open));
            },
            cancellation
        );

    private async Task<List<string>> OpenAsync(StepContext context, PgSession session)
    {
        var doors = await DoorsOf(context).ReadAsync(session).ConfigureAwait(false);
        var open = doors.Where(d => d.IsOpen).Select(d => $"{d.Name}: still open").ToList();
        var inside = await Sessions.ListAsync(session, Name(context), [], RoleNames).ConfigureAwait(false);
        if (inside.Count > 0)
            open.Add($"connected: {TableActivities.Names(inside)}");
        return open;
    }

    private async Task RefuseOwnRoleAsync(PgSession session)
    {
        var own = await session.ScalarAsync<string>("select session_user::text").ConfigureAwait(false);
        if (RoleNames.Contains(own!))
            throw new OperationFailedException(
                $"role {own} is the login of secret {Database.Secret.Name}: fencing it would lock"
                    + $" the runbook out. Use another"
                    + " login for the runbook"
            );
    }
}
