namespace RunbookDsl.Postgres;

/// <summary>What all read-only assertions on a PostgreSQL database have in common.</summary>
/// <param name="Database">The database that is looked at.</param>
public abstract record PgCheck(PgDatabase Database) : Check, IPgOperation
{
    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Database.Secret];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Fact> Facts =>
        [new("database", Database.ToString()), new("server", Database.Secret.ToString()), .. Arguments];

    string IPgOperation.ProbeText => "looks again";

    /// <summary>The arguments besides the database.</summary>
    private protected virtual IReadOnlyList<Fact> Arguments => [];

    /// <inheritdoc/>
    public sealed override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("a check is looked at each time"));

    /// <inheritdoc/>
    public sealed override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            session => LookAsync(context, session),
            cancellation
        );

    /// <summary>Looks once.</summary>
    private protected abstract Task<Verdict> LookAsync(StepContext context, PgSession session);
}
