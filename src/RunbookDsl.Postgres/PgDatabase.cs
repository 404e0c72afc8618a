namespace RunbookDsl.Postgres;

/// <summary>
/// A PostgreSQL database: a server, named by a secret, and which of its databases. Writing one down connects
/// nowhere.
/// </summary>
/// <param name="Secret">
/// Holds a <c>postgres://user:password@host:port/database</c> URL or an Npgsql connection string; revealed
/// only inside a running step, masked everywhere.
/// </param>
public sealed record PgDatabase(SecretReference Secret)
{
    /// <summary>The database; null takes the one in the secret.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The database to be connected to while another one is created, renamed or dropped. Default
    /// <c>postgres</c>.
    /// </summary>
    public string MaintenanceDatabase { get; init; } = "postgres";

    /// <summary>What texts say besides the name: <c>old</c>, <c>new</c>. Null says nothing.</summary>
    public string? Side { get; init; }

    /// <summary>
    /// A copy that texts tell from the other one of the same name: <c>database orders (new)</c>.
    /// </summary>
    public PgDatabase Called(string side) => this with { Side = side };

    /// <summary>Another database of the same server, reached with the same secret.</summary>
    public PgDatabase Named(string database) => this with { Name = database };

    /// <summary>
    /// A copy that creates, renames and drops databases while connected to <paramref name="database"/>.
    /// </summary>
    public PgDatabase MaintainedFrom(string database) => this with { MaintenanceDatabase = database };

    /// <summary><c>database orders</c>, or <c>database of secret DATABASE_URL</c>.</summary>
    public override string ToString() =>
        (Name is null ? $"database of {Secret}" : $"database {Name}") + (Side is null ? "" : $" ({Side})");
}
