using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>
/// A PostgreSQL server that was there before and stays: only databases of our own are made on it. A session
/// of its own shows that we live; whose session has gone, by <c>kill -9</c> or otherwise, has its databases
/// dropped by whoever comes next.
/// </summary>
internal sealed class GivenServer : IAsyncDisposable
{
    private const int Oldest = 130_000;
    private readonly NpgsqlConnectionStringBuilder _address;
    private readonly NpgsqlConnection _alive;
    private readonly SemaphoreSlim _gate = new(1);
    private int _scenes;

    private GivenServer(NpgsqlConnectionStringBuilder address, NpgsqlConnection alive, GivenNames names) =>
        (_address, _alive, Names) = (address, alive, names);

    public GivenNames Names { get; }

    public string Host => _address.Host!;

    public int Port => _address.Port;

    public string? Password => _address.Password;

    public int Major => _alive.PostgreSqlVersion.Major;

    /// <summary>Connects, and clears up after those that were killed.</summary>
    /// <exception cref="WorldException">It cannot be used; says why, without its password.</exception>
    public static async Task<GivenServer> OpenAsync(GivenAddress given, CancellationToken cancellation)
    {
        var names = GivenNames.Of(TimeProvider.System.GetUtcNow(), RandomNumberGenerator.GetBytes(5));
        var address = new NpgsqlConnectionStringBuilder(given.ConnectionString)
        {
            ApplicationName = names.Owner,
            Pooling = false,
            KeepAlive = 30,
        };
        var alive = new NpgsqlConnection(address.ConnectionString);
        try
        {
            await alive.OpenAsync(cancellation).ConfigureAwait(false);
            var server = new GivenServer(address, alive, names);
            await server.CheckAsync(given, cancellation).ConfigureAwait(false);
            await new StaleDatabases(server).DropAsync(cancellation).ConfigureAwait(false);
            return server;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            await alive.DisposeAsync().ConfigureAwait(false);
            throw new WorldException($"{given} cannot be used: {e.Message}", e);
        }
        catch
        {
            await alive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What the names of the next rehearsal's databases begin with.</summary>
    public string NextScene() => Names.Scene(Interlocked.Increment(ref _scenes));

    /// <summary>The URL of a database by way of a proxy's port.</summary>
    public string Url(string database, int port)
    {
        var user = Uri.EscapeDataString(_address.Username ?? "postgres");
        var secret = string.IsNullOrEmpty(Password) ? "" : $":{Uri.EscapeDataString(Password)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"postgres://{user}{secret}@127.0.0.1:{port}/{Uri.EscapeDataString(database)}"
        );
    }

    /// <summary>Connects to a database of ours.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string database, CancellationToken cancellation)
    {
        var address = new NpgsqlConnectionStringBuilder(_address.ConnectionString)
        {
            Database = database,
            ApplicationName = "runbook rehearsal",
        };
        var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        return connection;
    }

    /// <summary>Makes a database, empty or a copy.</summary>
    public async Task CreateAsync(string name, string template, CancellationToken cancellation)
    {
        var how = Major >= 15 && template != "template0" ? " strategy file_copy" : "";
        await DoAsync($"create database {Quote(name)} template {Quote(template)}{how}", cancellation)
            .ConfigureAwait(false);
        await DoAsync($"comment on database {Quote(name)} is '{GivenNames.Comment}'", cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Drops every database whose name begins so.</summary>
    public async Task DropAllAsync(string prefix)
    {
        var names = await ListAsync(
                "select datname::text from pg_database where starts_with(datname::text, $1)",
                prefix,
                CancellationToken.None
            )
            .ConfigureAwait(false);
        foreach (var name in names)
            await DropAsync(name, CancellationToken.None).ConfigureAwait(false);
    }

    public async Task DropAsync(string name, CancellationToken cancellation)
    {
        await DoAsync($"alter database {Quote(name)} is_template false", cancellation).ConfigureAwait(false);
        await DoAsync($"drop database if exists {Quote(name)} with (force)", cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Ends a session by its process.</summary>
    public async Task TerminateAsync(int process) =>
        await ListAsync(
                "select pg_terminate_backend($1::int)::text",
                process.ToString(CultureInfo.InvariantCulture),
                CancellationToken.None
            )
            .ConfigureAwait(false);

    /// <summary>A column of text.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(
        string sql,
        string argument,
        CancellationToken cancellation
    )
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var found = new List<string>();
            using var command = new NpgsqlCommand(sql, _alive)
            {
                Parameters = { new() { Value = argument } },
            };
            using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                found.Add(reader.GetString(0));
            return found;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await DropAllAsync(Names.Owner + "_").ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The server has gone, or ended our session: who comes next clears up.
        }
        await _alive.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private async Task CheckAsync(GivenAddress given, CancellationToken cancellation)
    {
        var facts = await ListAsync(
                """
                select concat_ws(' ', current_setting('server_version_num'), pg_is_in_recovery(),
                  (select rolcreatedb or rolsuper from pg_roles where rolname = current_user)) where $1 <> ''
                """,
                "?",
                cancellation
            )
            .ConfigureAwait(false);
        var words = facts[0].Split(' ');
        if (int.Parse(words[0], CultureInfo.InvariantCulture) < Oldest)
            throw new WorldException($"{given} is older than PostgreSQL 13, which rehearsals need there.");
        if (words[1] == "t")
            throw new WorldException($"{given} is a standby: databases cannot be made on it.");
        if (words[2] != "t")
            throw new WorldException(
                $"{given} does not let {_address.Username} make databases: ALTER ROLE … CREATEDB, "
                    + "or give another user."
            );
    }

    private async Task DoAsync(string sql, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            using var batch = new NpgsqlBatch(_alive) { BatchCommands = { new(sql) } };
            await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
