namespace RunbookDsl.Postgres;

/// <summary>
/// Makes new sessions of a database read-only by default and ends the sessions there are, which would keep
/// writing. A courtesy, not a fence: a client can ask for a writable transaction.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record ReadOnlyOperation(PgDatabase Database) : PgOperation<Unit>(Database)
{
    private const string Setting = "default_transaction_read_only";
    private const string Query = """
        select split_part(item, '=', 2) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
        cross join lateral unnest(s.setconfig) item
        where d.datname = $1 and s.setrole = 0 and split_part(item, '=', 1) = 'default_transaction_read_only'
        """;

    /// <inheritdoc/>
    public override string Kind => "Pg.SetReadOnly";

    /// <inheritdoc/>
    public override string Description => $"make {Database} read-only for new sessions and end the old ones";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "a new session's write is refused with SQLSTATE 25006";

    /// <inheritdoc/>
    public override string UndoDescription => "put the captured setting back and end the read-only sessions";

    /// <inheritdoc/>
    public override string Warning =>
        "A courtesy, not a fence: any client can BEGIN READ WRITE. nextval and CREATE TEMP TABLE fail too";

    private protected override string ProbeText => "the database's setting in pg_db_role_setting";

    private PgDatabase Elsewhere => RestoreJob.Maintenance(Database);

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
                (Captured?)Captured.Of(Setting, await CurrentAsync(context, session).ConfigureAwait(false)),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
            {
                var now = await CurrentAsync(context, session).ConfigureAwait(false);
                // Found on in doubt, the sessions may not have been ended yet: doing it again does no harm.
                return now is "on" && !context.IsInDoubt
                    ? Probe.Done($"{Setting} is on")
                    : Probe.NotDone($"{Setting} is {now ?? "(not set)"}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
        SetAsync(context, "on", cancellation);

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            PlainSession.OpenAsync(context, Database, cancellation),
            async session =>
            {
                try
                {
                    await session
                        .ExecuteAsync("begin; create temp table rb_write_probe (); rollback")
                        .ConfigureAwait(false);
                    return Verdict.Fail($"a new session of {session.Target} could write");
                }
                catch (OperationFailedException e)
                    when (e.InnerException is Npgsql.PostgresException { SqlState: "25006" })
                {
                    return Verdict.Pass(
                        $"a new session's write to {session.Target} is refused (SQLSTATE 25006)"
                    );
                }
            }
        );

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        SetAsync(context, context.Before?[Setting], cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
            {
                var now = await CurrentAsync(context, session).ConfigureAwait(false);
                return now == context.Before?[Setting]
                    ? Probe.Done($"{Setting} is {now ?? "(not set)"}, as before")
                    : Probe.NotDone($"{Setting} is {now ?? "(not set)"}");
            },
            cancellation
        );

    private Task<Unit> SetAsync(StepContext context, string? value, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Change,
            async session =>
            {
                var name = PgTarget.Resolve(context, Database).Database;
                var change = value is null ? $"reset {Setting}" : $"set {Setting} to {Sql.Text(value)}";
                await session.ExecuteAsync($"alter database {Sql.Name(name)} {change}").ConfigureAwait(false);
                var ended = await Sessions.EndAsync(session, name, [], []).ConfigureAwait(false);
                context.Note($"{ended} sessions of database \"{name}\" were ended");
                return Unit.Value;
            },
            cancellation
        );

    private Task<string?> CurrentAsync(StepContext context, PgSession session) =>
        session.ScalarAsync<string>(Query, PgTarget.Resolve(context, Database).Database);
}
