using Npgsql;

namespace RunbookDsl.Postgres;

/// <summary>Where a database is and how to log in, read from the secret inside a running step.</summary>
internal sealed class PgTarget
{
    private readonly string _connection;

    private PgTarget(NpgsqlConnectionStringBuilder parsed, string secretName)
    {
        _connection = parsed.ConnectionString;
        SecretName = secretName;
        Host = parsed.Host ?? "localhost";
        Port = parsed.Port;
        Database = parsed.Database ?? parsed.Username ?? "";
        User = parsed.Username ?? "";
    }

    public string SecretName { get; }

    public string Host { get; }

    public int Port { get; }

    public string Database { get; }

    public string User { get; }

    /// <summary>A copy of the settings, to be completed for one connection or tool.</summary>
    public NpgsqlConnectionStringBuilder Settings() => new(_connection);

    /// <summary><c>database "orders" at db1 port 5432</c>: never user or password.</summary>
    public override string ToString() => $"database \"{Database}\" at {Host} port {Port}";

    /// <summary>Reads the secret and masks its password from now on.</summary>
    public static PgTarget Resolve(StepContext context, PgDatabase database)
    {
        var value = context.Reveal(database.Secret).Trim();
        var parsed = ConnectionText.Parse(value, database.Secret.Name, context.Redact);
        if (database.Name is not null)
            parsed.Database = database.Name;
        return new PgTarget(parsed, database.Secret.Name);
    }
}
