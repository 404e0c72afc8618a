using System.Collections.Concurrent;
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
    private readonly IServerKeeper _keeper;
    private readonly string _folder;
    private readonly string _password;
    private int _isDisposed;
    private int _directUses;
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _sources = new();

    internal LocalCluster(IServerKeeper keeper, string folder, int port, string password, int major) =>
        (_keeper, _folder, Port, _password, Major) = (keeper, folder, port, password, major);

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Major version of the server.</summary>
    public int Major { get; }

    /// <summary>The superuser's password; mask it.</summary>
    public string Password => _password;

    /// <summary>What the server has logged so far.</summary>
    public string Log => _keeper.Log;

    /// <summary>
    /// Starts a cluster; about 0.2 s when its version was initialised on this machine before, else about 1
    /// s.
    /// </summary>
    /// <exception cref="WorldException">Binaries are missing, or the server does not start; says how to
    /// help.</exception>
    public static Task<LocalCluster> StartAsync(ClusterOptions options, CancellationToken cancellation) =>
        options.Image is { } image
            ? new ContainerStart(options, image).RunAsync(cancellation)
            : new ClusterStart(options).RunAsync(cancellation);

    /// <summary>An Npgsql connection string, as the superuser <c>postgres</c>.</summary>
    public string ConnectionString(string database = "postgres")
    {
        Interlocked.Increment(ref _directUses);
        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = "postgres",
            Password = _password,
            Database = database,
            Pooling = false,
        }.ConnectionString;
    }

    /// <summary><c>postgres://postgres:…@127.0.0.1:port/database</c>; holds the password.</summary>
    public string Url(string database = "postgres")
    {
        Interlocked.Increment(ref _directUses);
        return Url(database, Port);
    }

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
        Interlocked.Increment(ref _directUses);
        var connection = await ConnectAsync(database, cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        await new SqlRun(connection, script).RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs a script as <see cref="RunSqlAsync"/>; <c>random()</c> in it gives the same numbers
    /// each time.</summary>
    internal async Task RunSeedAsync(string database, SqlSource script, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(database, cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        await SqlRun.SeedAsync(connection, script, cancellation).ConfigureAwait(false);
    }

    /// <summary>Stops the server at once and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        foreach (var source in _sources.Values)
            await source.DisposeAsync().ConfigureAwait(false);
        await _keeper.DisposeAsync().ConfigureAwait(false);
    }

    internal string Url(string database, int port) =>
        $"postgres://postgres:{_password}@127.0.0.1:{port}/{Uri.EscapeDataString(database)}";

    /// <summary>Folder with psql and pg_dump of the server's own version; null when they are not beside
    /// it.</summary>
    internal string? ToolFolder { get; init; }

    /// <summary>How often somebody was let in, or led in, past the proxy of a rehearsal.</summary>
    internal int DirectUses => Volatile.Read(ref _directUses);

    /// <summary>Whether its files are out of reach, and its socket too.</summary>
    internal bool IsInContainer { get; init; }

    /// <summary>The cluster's own folder, which holds its socket.</summary>
    internal string Folder => _folder;

    /// <summary>The server's files.</summary>
    internal string DataFolder => Path.Combine(_folder, "data");

    /// <summary>A folder beside them, for what goes when the cluster does.</summary>
    internal string SideFolder => Path.Combine(_folder, "side");

    /// <summary>Connects as the superuser, without a password.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(string database, CancellationToken cancellation)
    {
        var source = _sources.GetOrAdd(database, Source);
        return await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the server and keeps <see cref="SideFolder"/> until this is disposed.</summary>
    internal async Task RetireAsync()
    {
        var pid = Path.Combine(DataFolder, "postmaster.pid");
        if (File.Exists(pid) && int.TryParse(File.ReadLines(pid).First(), out var server))
            Libc.Quit(server);
        await _keeper.ServerEnded.ConfigureAwait(false);
        Directory.Delete(DataFolder, true);
    }

    /// <summary>Ends a session by its process.</summary>
    internal async Task TerminateAsync(int process)
    {
        var connection = await ConnectAsync("postgres", CancellationToken.None).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand("select pg_terminate_backend($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = process });
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    internal async Task SetPasswordAsync(CancellationToken cancellation)
    {
        var connection = await ConnectAsync("postgres", cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        // Hexadecimal digits only: nothing to quote.
        using var command = new NpgsqlCommand($"alter role postgres password '{_password}'", connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    // What we ask needs no types of the database's own.
    private NpgsqlDataSource Source(string database) =>
        new NpgsqlDataSourceBuilder(SocketString(database))
            .ConfigureTypeLoading(types => types.EnableTypeLoading(false))
            .Build();

    private string SocketString(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = IsInContainer ? "127.0.0.1" : _folder,
            Password = IsInContainer ? _password : null,
            Port = Port,
            Username = "postgres",
            Database = database,
            Pooling = false,
            Timeout = 5,
            CommandTimeout = 0,
            Options = "-c jit=off",
        }.ConnectionString;

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
