using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>
/// A server that is lent to one rehearsal after the other. Its seeded databases are kept as templates beside
/// the ones that are used, closed to everybody.
/// </summary>
internal sealed class LentCluster(LocalCluster cluster, PostgresSystemSpec spec, FirstState firstState)
    : IAsyncDisposable
{
    private const string TemplatePrefix = "world_template_";
    private string? _fingerprint;

    public LocalCluster Cluster => cluster;

    /// <summary>What every rehearsal finds.</summary>
    public FirstState FirstState => firstState;

    /// <summary>Its replicas, in the order of the spec.</summary>
    public IReadOnlyList<LocalCluster> Standbys { get; private set; } = [];

    /// <summary>Starts the replicas.</summary>
    public async Task FollowAsync(ClusterOptions options, CancellationToken cancellation)
    {
        foreach (var replica in spec.Replicas)
        {
            var how = options with { Standby = new StandbyOf(cluster, replica.Name) };
            Standbys = [.. Standbys, await LocalCluster.StartAsync(how, cancellation).ConfigureAwait(false)];
        }
    }

    /// <summary>Ends the replicas.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var standby in Standbys)
            await standby.DisposeAsync().ConfigureAwait(false);
        Standbys = [];
    }

    /// <summary>The password of each role as it was, encrypted, by name; empty before <see
    /// cref="RememberAsync"/>.</summary>
    public IReadOnlyDictionary<string, string> Passwords { get; private set; } =
        new Dictionary<string, string>();

    /// <summary>Whether a database is one of those that nobody is to see.</summary>
    public static bool IsTemplate(string database) =>
        database.StartsWith(TemplatePrefix, StringComparison.Ordinal);

    private IEnumerable<(string Name, string Template)> Databases =>
        spec
            .Databases.Select(d => d.Name)
            .Where(n => n != "postgres")
            .Prepend("postgres")
            .Select((name, i) => (name, $"{TemplatePrefix}{i}"));

    /// <summary>Makes the templates out of the seeded databases.</summary>
    public async Task KeepTemplatesAsync(CancellationToken cancellation)
    {
        var connection = await cluster.ConnectAsync("template1", cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        foreach (var (name, template) in Databases)
        {
            await DoAsync(connection, $"alter database {Quote(name)} rename to {template}", cancellation)
                .ConfigureAwait(false);
            await DoAsync(
                    connection,
                    $"alter database {template} with is_template true allow_connections false",
                    cancellation
                )
                .ConfigureAwait(false);
            await CloneAsync(connection, name, template, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Notes how the server stands, but for its databases.</summary>
    public async Task RememberAsync(CancellationToken cancellation)
    {
        var connection = await cluster.ConnectAsync("template1", cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        _fingerprint = await FingerprintAsync(connection, cancellation).ConfigureAwait(false);
        var passwords = new Dictionary<string, string>();
        using var command = new NpgsqlCommand(
            "select rolname::text, coalesce(rolpassword, '') from pg_authid",
            connection
        );
        using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            passwords[reader.GetString(0)] = reader.GetString(1);
        Passwords = passwords;
    }

    /// <summary>
    /// Makes all databases as they were; false when more than databases was changed, or when it cannot be
    /// done: then the server is of no more use.
    /// </summary>
    public async Task<bool> ResetAsync(CancellationToken cancellation)
    {
        if (_fingerprint is null)
            return false;
        try
        {
            var connection = await cluster.ConnectAsync("template1", cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            if (await FingerprintAsync(connection, cancellation).ConfigureAwait(false) != _fingerprint)
                return false;
            foreach (var name in await UsedAsync(connection, cancellation).ConfigureAwait(false))
                await DoAsync(connection, $"drop database {Quote(name)} with (force)", cancellation)
                    .ConfigureAwait(false);
            foreach (var (name, template) in Databases)
                await CloneAsync(connection, name, template, cancellation).ConfigureAwait(false);
            return await FingerprintAsync(connection, cancellation).ConfigureAwait(false) == _fingerprint;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            return false;
        }
    }

    private async Task CloneAsync(
        NpgsqlConnection connection,
        string name,
        string template,
        CancellationToken cancellation
    )
    {
        // Copying files beats logging every block when the template is small and durability is off.
        var how = cluster.Major >= 15 ? " strategy file_copy" : "";
        await DoAsync(connection, $"create database {Quote(name)} template {template}{how}", cancellation)
            .ConfigureAwait(false);
        using var rest = new NpgsqlCommand(ClusterQueries.CopyOfDatabase, connection)
        {
            Parameters =
            {
                new() { Value = name },
                new() { Value = template },
            },
        };
        if (await rest.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is string { Length: > 0 } sql)
            await DoAsync(connection, sql, cancellation).ConfigureAwait(false);
    }

    private static async Task<List<string>> UsedAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        var names = new List<string>();
        using var command = new NpgsqlCommand(ClusterQueries.UsedDatabases, connection);
        using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            names.Add(reader.GetString(0));
        return names;
    }

    private async Task<string> FingerprintAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(ClusterQueries.Fingerprint(cluster.Major), connection);
        return (string)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(sql) } };
        await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
