using System.Globalization;
using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>
/// What a server holds, in lines that are the same in two rehearsals that did the same. See README.md of
/// <c>PostgresProxy</c> for what is left out.
/// </summary>
internal sealed class ClusterState(PostgresSystemSpec spec, LentCluster lent)
{
    private const long MostRowsHashed = 10_000;
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

    // A new session knows nothing of the catalogs, which is what takes time: all databases at once.
    private async Task ReadServerAsync(LocalCluster cluster, string prefix, CancellationToken cancellation)
    {
        var connection = await cluster.ConnectAsync("template1", cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var open = await PairsAsync(connection, StateQueries.OpenDatabases, cancellation)
            .ConfigureAwait(false);
        var reading = open.Select(d => ReadDatabaseAsync(cluster, d.Key, cancellation)).ToList();
        var lines = await PairsAsync(connection, StateQueries.Server, cancellation).ConfigureAwait(false);
        foreach (var (key, value) in lines)
            if (!key.StartsWith("password ", StringComparison.Ordinal))
                _lines[prefix + key] = value;
            else if (lent.Passwords.GetValueOrDefault(key["password ".Length..], value) != value)
                // The text itself has salt in it, and differs each time.
                _lines[$"{prefix}role {key["password ".Length..]} password"] = "changed";
        foreach (var database in await Task.WhenAll(reading).ConfigureAwait(false))
        foreach (var (key, value) in database)
            _lines[prefix + key] = value;
    }

    private async Task<List<(string Key, string Value)>> ReadDatabaseAsync(
        LocalCluster cluster,
        string database,
        CancellationToken cancellation
    )
    {
        var connection = await cluster.ConnectAsync(database, cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var lines = await PairsAsync(connection, StateQueries.Objects, cancellation).ConfigureAwait(false);
        var tables = await TablesAsync(connection, cancellation).ConfigureAwait(false);
        lines.AddRange(await CountsAsync(connection, tables, cancellation).ConfigureAwait(false));
        return [.. lines.Select(l => ($"{database}: {l.Key}", l.Value))];
    }

    private async Task<List<Content>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var tables = new List<Content>();
        foreach (
            var (name, columns) in await PairsAsync(connection, StateQueries.Contents, cancellation)
                .ConfigureAwait(false)
        )
            if (!IsIgnored(name))
                tables.Add(new(name, [.. columns.Split('\n').Where(c => !IsIgnored($"{name}.{c}"))]));
        return tables;
    }

    private async Task<IEnumerable<(string, string)>> CountsAsync(
        NpgsqlConnection connection,
        List<Content> contents,
        CancellationToken cancellation
    )
    {
        var found = new List<(string, string)>();
        if (contents.Count == 0)
            return found;
        var counts = await PairsAsync(connection, Union(contents.Select(c => c.CountSql)), cancellation)
            .ConfigureAwait(false);
        var small = new List<Content>();
        foreach (var (content, (_, value)) in contents.Zip(counts))
            if (content.IsSequence)
                found.Add(($"sequence {content.Name}", value));
            else if (long.Parse(value, CultureInfo.InvariantCulture) <= MostRowsHashed)
                small.Add(content);
            else
                found.Add(($"rows {content.Name}", value));
        if (small.Count > 0)
            foreach (
                var (name, value) in await PairsAsync(
                        connection,
                        Union(small.Select(c => c.HashSql(lent.Cluster.Major))),
                        cancellation
                    )
                    .ConfigureAwait(false)
            )
                found.Add(($"rows {name}", value));
        return found;
    }

    private bool IsIgnored(string name) =>
        spec.Ignored.Contains(name)
        || (
            name.StartsWith("public.", StringComparison.Ordinal)
            && spec.Ignored.Contains(name["public.".Length..])
        );

    private static string Union(IEnumerable<string> queries) => string.Join(" union all ", queries);

    private static async Task<List<(string Key, string Value)>> PairsAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellation
    )
    {
        var pairs = new List<(string, string)>();
        using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(sql) } };
        using var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            pairs.Add((reader.GetString(0), reader.IsDBNull(1) ? "" : reader.GetString(1)));
        return pairs;
    }

    /// <summary>A table or sequence whose content counts.</summary>
    /// <param name="Name">With its schema.</param>
    /// <param name="Columns">The columns that count, quoted; <c>sequence</c> alone for a sequence.</param>
    private sealed record Content(string Name, IReadOnlyList<string> Columns)
    {
        public bool IsSequence => Columns is ["(sequence)"];

        public string CountSql =>
            IsSequence
                ? $"select {Literal}, last_value::text || case when is_called then '' else ' not used' end "
                    + $"from {Name}"
                : $"select {Literal}, count(*)::text from only {Name}";

        // The sum of the rows' hashes does not depend on their order.
        public string HashSql(int major) =>
            $"select {Literal}, count(*)::text || ' ' || coalesce(md5(sum({Hash(major)})::text), '') "
            + $"from only {Name} t";

        private string Row => Columns is [""] or [] ? "'x'" : $"row({string.Join(", ", Columns)})::text";

        private string Literal => $"'{Name.Replace("'", "''", StringComparison.Ordinal)}'";

        private string Hash(int major) =>
            major >= 11
                ? $"hashtextextended({Row}, 0)::numeric"
                : $"('x' || left(md5({Row}), 15))::bit(60)::bigint::numeric";
    }
}
