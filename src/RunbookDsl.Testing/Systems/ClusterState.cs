using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>
/// What a server holds, in lines that are the same in two rehearsals that did the same. See README.md of
/// <c>PostgresProxy</c> for what is left out.
/// </summary>
internal sealed class ClusterState(PostgresSystemSpec spec, LentCluster lent)
{
    private const string Usual = "postgres";
    private readonly Dictionary<string, string> _lines = new(StringComparer.Ordinal);

    public async Task<SystemState> ReadAsync(CancellationToken cancellation)
    {
        await ReadServerAsync(lent.Cluster, "", cancellation).ConfigureAwait(false);
        for (var i = 0; i < lent.Standbys.Count; i++)
            await ReadStandbyAsync(lent.Standbys[i], $"{spec.Replicas[i].Name}: ", cancellation)
                .ConfigureAwait(false);
        return SystemState.Of(spec.Name, _lines);
    }

    // A replica that follows holds what its primary holds; one that was promoted is a server of its own.
    private async Task ReadStandbyAsync(LocalCluster standby, string prefix, CancellationToken cancellation)
    {
        var connection = await standby.ConnectAsync("template1", cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand("select pg_is_in_recovery()", connection);
        if ((bool)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!)
            _lines[prefix + "in recovery"] = "yes";
        else
            await ReadServerAsync(standby, prefix, cancellation).ConfigureAwait(false);
    }

    // A new session knows nothing of the catalogs, which is what takes time: all databases at once, those
    // that ought to be there before it is known whether they are, and the server's own in one of them.
    private async Task ReadServerAsync(LocalCluster cluster, string prefix, CancellationToken cancellation)
    {
        var expected = spec.Databases.Select(d => d.Name).Where(n => n != Usual).ToHashSet();
        var reading = expected.ToDictionary(n => n, n => TryReadAsync(cluster, n, cancellation));
        var main =
            await TryConnectAsync(cluster, Usual, cancellation).ConfigureAwait(false)
            ?? await cluster.ConnectAsync("template1", cancellation).ConfigureAwait(false);
        await using var closing = main.ConfigureAwait(false);
        var server = await new DatabaseState(main, spec, cluster.Major)
            .ServerAsync(cancellation)
            .ConfigureAwait(false);
        foreach (var name in server.Open)
            if (name == main.Database)
                reading[name] = ReadAsync(cluster, main, cancellation);
            else if (!reading.ContainsKey(name))
                reading[name] = TryReadAsync(cluster, name, cancellation);
        foreach (var (key, value) in server.Lines)
            Add(prefix, key, value);
        await Task.WhenAll(reading.Values).ConfigureAwait(false);
        foreach (var name in server.Open)
        foreach (var (key, value) in await reading[name].ConfigureAwait(false) ?? [])
            _lines[$"{prefix}{name}: {key}"] = value;
    }

    private void Add(string prefix, string key, string value)
    {
        if (!key.StartsWith("password ", StringComparison.Ordinal))
            _lines[prefix + key] = value;
        else if (lent.Passwords.GetValueOrDefault(key["password ".Length..], value) != value)
            // The text itself has salt in it, and differs each time.
            _lines[$"{prefix}role {key["password ".Length..]} password"] = "changed";
    }

    private async Task<List<(string, string)>?> TryReadAsync(
        LocalCluster cluster,
        string database,
        CancellationToken cancellation
    )
    {
        var connection = await TryConnectAsync(cluster, database, cancellation).ConfigureAwait(false);
        if (connection is null)
            return null;
        await using var closing = connection.ConfigureAwait(false);
        return await ReadAsync(cluster, connection, cancellation).ConfigureAwait(false);
    }

    private async Task<List<(string, string)>?> ReadAsync(
        LocalCluster cluster,
        NpgsqlConnection connection,
        CancellationToken cancellation
    ) =>
        await new DatabaseState(connection, spec, cluster.Major)
            .ReadAsync(cancellation)
            .ConfigureAwait(false);

    // A database that has gone, or was closed, is nothing to look into.
    private static async Task<NpgsqlConnection?> TryConnectAsync(
        LocalCluster cluster,
        string database,
        CancellationToken cancellation
    )
    {
        try
        {
            return await cluster.ConnectAsync(database, cancellation).ConfigureAwait(false);
        }
        catch (PostgresException e)
            when (e.SqlState
                    is PostgresErrorCodes.InvalidCatalogName
                        or PostgresErrorCodes.ObjectNotInPrerequisiteState
            )
        {
            return null;
        }
    }
}
