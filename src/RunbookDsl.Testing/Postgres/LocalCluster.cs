using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>
/// A throw-away PostgreSQL server made of the binaries of this machine, on a port of 127.0.0.1 of its own,
/// with a password
/// of its own and without durability. It and its files are gone when this is disposed, and also when the
/// process that
/// started it is killed.
/// </summary>
/// <remarks>Sockets of its folder need no password: the folder is closed to other users. Never runs as
/// root.</remarks>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly Supervisor _supervisor;
    private readonly string _folder;
    private readonly string _password;

    internal LocalCluster(Supervisor supervisor, string folder, int port, string password, int major) =>
        (_supervisor, _folder, Port, _password, Major) = (supervisor, folder, port, password, major);

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Major version of the server.</summary>
    public int Major { get; }

    /// <summary>The superuser's password; mask it.</summary>
    public string Password => _password;

    /// <summary>What the server has logged so far.</summary>
    public string Log => _supervisor.Log;

    /// <summary>
    /// Starts a cluster; about 0.2 s when its version was initialised on this machine before, else about 1
    /// s.
    /// </summary>
    /// <exception cref="WorldException">Binaries are missing, or the server does not start; says how to
    /// help.</exception>
    public static Task<LocalCluster> StartAsync(ClusterOptions options, CancellationToken cancellation) =>
        new ClusterStart(options).RunAsync(cancellation);

    /// <summary>An Npgsql connection string, as the superuser <c>postgres</c>.</summary>
    public string ConnectionString(string database = "postgres") =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = "postgres",
            Password = _password,
            Database = database,
            Pooling = false,
        }.ConnectionString;

    /// <summary><c>postgres://postgres:…@127.0.0.1:port/database</c>; holds the password.</summary>
    public string Url(string database = "postgres") =>
        $"postgres://postgres:{_password}@127.0.0.1:{Port}/{Uri.EscapeDataString(database)}";

    /// <summary>Makes an empty database, or a copy of another one, in some milliseconds.</summary>
    /// <param name="name">Its name, as it is.</param>
    /// <param name="template">Database to copy, which nobody may be connected to; null is an empty
    /// one.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task CreateDatabaseAsync(
        string name,
        string? template = null,
        CancellationToken cancellation = default
    )
    {
        // Copying files beats logging every block when the template is small and durability is off.
        var how = template is not null && Major >= 15 ? " strategy file_copy" : "";
        return RunSqlAsync(
            "postgres",
            new SqlSource(
                $"create database {Quote(name)} template {Quote(template ?? "template0")}{how}",
                $"database {name}"
            ),
            cancellation
        );
    }

    /// <summary>
    /// Runs a script statement by statement, each in a transaction of its own unless it says <c>begin</c>,
    /// as psql does. Data
    /// after <c>copy … from stdin</c> is read from the script.
    /// </summary>
    /// <exception cref="WorldException">A statement failed; names the script and its line.</exception>
    public async Task RunSqlAsync(string database, SqlSource script, CancellationToken cancellation = default)
    {
        var connection = new NpgsqlConnection(SocketString(database));
        await using var closing = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        await new SqlRun(connection, script).RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Stops the server at once and removes its files.</summary>
    public ValueTask DisposeAsync() => _supervisor.DisposeAsync();

    internal async Task SetPasswordAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(SocketString("postgres"));
        await using var closing = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        // Hexadecimal digits only: nothing to quote.
        using var command = new NpgsqlCommand($"alter role postgres password '{_password}'", connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private string SocketString(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = _folder,
            Port = Port,
            Username = "postgres",
            Database = database,
            Pooling = false,
            Timeout = 5,
            CommandTimeout = 0,
        }.ConnectionString;

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
