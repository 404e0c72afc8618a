namespace RunbookDsl.Postgres;

/// <summary>
/// Drops a database for good. Ends its sessions when <see cref="IsForced"/>. Better: rename now (swap), drop
/// days later.
/// </summary>
/// <param name="Database">The database to drop; give it a name.</param>
public sealed record DropDatabaseOperation(PgDatabase Database) : PgOperation<Unit>(Database)
{
    /// <summary>Whether sessions are ended. Default no: it fails while somebody is connected.</summary>
    public bool IsForced { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.DropDatabase";

    /// <inheritdoc/>
    public override string Description => $"drop {Database} for good";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Irreversible;

    /// <inheritdoc/>
    public override string Verification => "no database of that name is there";

    /// <inheritdoc/>
    public override string Warning => "Cannot be taken back: rename it now and drop it days later";

    private protected override string ProbeText => "whether pg_database has the name";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("ends sessions", IsForced ? "yes" : "no")];

    private PgDatabase Elsewhere => RestoreJob.Maintenance(Database);

    /// <summary>A copy that ends the sessions of the database.</summary>
    public DropDatabaseOperation Force() => this with { IsForced = true };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
                await ExistsAsync(context, session).ConfigureAwait(false)
                    ? Probe.NotDone($"database \"{Name(context)}\" is there")
                    : Probe.Done($"there is no database \"{Name(context)}\""),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Change,
            async session =>
            {
                var force = IsForced ? " with (force)" : "";
                await session
                    .ExecuteAsync($"drop database {Sql.Name(Name(context))}{force}")
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
    ) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
                await ExistsAsync(context, session).ConfigureAwait(false)
                    ? Verdict.Fail($"database \"{Name(context)}\" is still there")
                    : Verdict.Pass($"there is no database \"{Name(context)}\""),
            cancellation
        );

    private async Task<bool> ExistsAsync(StepContext context, PgSession session) =>
        (await RestoreJob.FindAsync(session, Name(context)).ConfigureAwait(false)).Exists;

    private string Name(StepContext context) => PgTarget.Resolve(context, Database).Database;
}
