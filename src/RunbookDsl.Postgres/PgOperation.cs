namespace RunbookDsl.Postgres;

/// <summary>What all operations on a PostgreSQL database have in common.</summary>
/// <typeparam name="TResult">Journaled as JSON.</typeparam>
/// <param name="Database">The database it works on.</param>
public abstract record PgOperation<TResult>(PgDatabase Database) : Operation<TResult>, IPgOperation
{
    /// <inheritdoc/>
    public override string? Target => Database.ToString();

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Database.Secret];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Fact> Facts =>
        [new("database", Database.ToString()), new("server", Database.Secret.ToString()), .. Arguments];

    string IPgOperation.ProbeText => ProbeText;

    /// <summary>The arguments besides the database.</summary>
    private protected virtual IReadOnlyList<Fact> Arguments => [];

    /// <summary>How the probe tells what an interrupted attempt left, for the list of operations.</summary>
    private protected abstract string ProbeText { get; }

    /// <summary>The database that its sessions connect to; another one of the same server where the
    /// operation closes its own.</summary>
    private protected virtual PgDatabase Through => Database;

    /// <summary>Connects, works, and disconnects.</summary>
    private protected Task<T> With<T>(
        StepContext context,
        SessionUse use,
        Func<PgSession, Task<T>> work,
        CancellationToken cancellation
    ) => PgSession.WithAsync(context, Through, use, work, cancellation);
}
