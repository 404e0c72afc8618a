using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>What one session sees of the state: its database, and the server.</summary>
internal sealed class DatabaseState(NpgsqlConnection connection, PostgresSystemSpec spec, int major)
{
    private const long MostRowsHashed = 10_000;
    private const int TablesAtOnce = 100;

    /// <summary>The databases to look into, and the server's own lines; one round trip.</summary>
    public async Task<(
        IReadOnlyList<string> Open,
        IEnumerable<(string Key, string Value)> Lines
    )> ServerAsync(CancellationToken cancellation)
    {
        var rows = await RowsAsync([StateQueries.OpenDatabases, StateQueries.Server], cancellation)
            .ConfigureAwait(false);
        return (
            [.. rows.Where(r => r.Query == 0).Select(r => r.Key)],
            rows.Where(r => r.Query == 1).Select(r => (r.Key, r.Value))
        );
    }

    /// <summary>The lines of the database; three round trips, the last one only when there is
    /// content.</summary>
    public async Task<List<(string Key, string Value)>> ReadAsync(CancellationToken cancellation)
    {
        var present = await RowsAsync([StateQueries.Present], cancellation).ConfigureAwait(false);
        var objects = await RowsAsync([StateQueries.Objects(present[0].Key)], cancellation)
            .ConfigureAwait(false);
        var contents = Contents(objects.Select(o => o.Content)).Chunk(TablesAtOnce);
        var found = await RowsAsync([.. contents.Select(Union)], cancellation).ConfigureAwait(false);
        return [.. objects.Concat(found).Select(r => (r.Key, r.Value))];
    }

    /// <summary>One question for the content of each table and sequence that counts.</summary>
    private IEnumerable<string> Contents(IEnumerable<string> marks)
    {
        var all = marks.Where(m => m.Length > 2).Select(m => (Kind: m[0], Name: m[2..])).ToList();
        var columns = all.Where(m => m.Kind == 'c')
            .Select(m => m.Name.Split('\n', 2))
            .Where(c => !IsIgnored($"{c[0]}.{c[1]}"))
            .OrderBy(c => c[1], StringComparer.Ordinal)
            .ToLookup(c => c[0], c => c[1]);
        foreach (var (kind, name) in all.OrderBy(m => m.Name, StringComparer.Ordinal))
            if (kind != 'c' && !IsIgnored(name))
                yield return kind == 'S' ? SequenceSql(name) : TableSql(name, [.. columns[name]]);
    }

    private bool IsIgnored(string name) =>
        spec.Ignored.Contains(name)
        || (
            name.StartsWith("public.", StringComparison.Ordinal)
            && spec.Ignored.Contains(name["public.".Length..])
        );

    private static string Union(IEnumerable<string> queries) => string.Join(" union all ", queries);

    private static string SequenceSql(string name) =>
        $"select {Literal("sequence " + name)}, "
        + $"last_value::text || case when is_called then '' else ' not used' end, null from {name}";

    // The sum of the rows' hashes does not depend on their order. Of a large table it is not even computed.
    private string TableSql(string name, IReadOnlyList<string> columns)
    {
        var row = columns.Count == 0 ? "'x'" : $"row({string.Join(", ", columns)})::text";
        var hash =
            major >= 11
                ? $"hashtextextended({row}, 0)::numeric"
                : $"('x' || left(md5({row}), 15))::bit(60)::bigint::numeric";
        return $"select {Literal("rows " + name)}, case when n > {MostRowsHashed} then n::text else n || ' ' "
            + $"|| (select coalesce(md5(sum({hash})::text), '') from only {name} t) end, null "
            + $"from (select count(*) n from only {name}) counted";
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private async Task<List<(int Query, string Key, string Value, string Content)>> RowsAsync(
        IReadOnlyList<string> queries,
        CancellationToken cancellation
    )
    {
        var rows = new List<(int, string, string, string)>();
        if (queries.Count == 0)
            return rows;
        using var batch = new NpgsqlBatch(connection);
        foreach (var query in queries)
            batch.BatchCommands.Add(new(query));
        using var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        for (var i = 0; i == 0 || await reader.NextResultAsync(cancellation).ConfigureAwait(false); i++)
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                rows.Add((i, Text(reader, 0), Text(reader, 1), Text(reader, 2)));
        return rows;
    }

    private static string Text(NpgsqlDataReader reader, int column) =>
        reader.FieldCount <= column || reader.IsDBNull(column) ? "" : reader.GetString(column);
}
