namespace RunbookDsl.Postgres;

/// <summary>
/// The PostgreSQL verbs. Each gives an immutable description for <c>Step(…).Run</c>, <c>.Verify</c>,
/// <c>.Guard</c> or
/// <c>.Undo</c>; nothing connects anywhere before the step runs.
/// </summary>
public static partial class Pg
{
    /// <summary>
    /// A database, named by a secret that holds a <c>postgres://</c> URL or an Npgsql connection string.
    /// <c>.Named("orders")</c> picks another database of the same server.
    /// </summary>
    public static PgDatabase Database(SecretReference secret) => new(secret);
}
