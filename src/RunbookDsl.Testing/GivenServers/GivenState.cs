namespace RunbookDsl.Testing;

/// <summary>What the databases of one rehearsal hold, under the names they have in the world file.</summary>
internal sealed class GivenState(PostgresSystemSpec spec, GivenServer server, string prefix)
{
    private const string Databases = """
        select datname || e'\n' || case when datallowconn then '' else 'closed' end || e'\n'
          || concat_ws(' ', 'owner', pg_get_userbyid(datdba), case when not datallowconn then 'closed' end,
            case when datconnlimit <> -1 then 'limit ' || datconnlimit end,
            (select string_agg(c, ' ' order by c) from pg_db_role_setting s, unnest(s.setconfig) c
              where s.setdatabase = d.oid))
        from pg_database d where starts_with(datname::text, $1)
        """;

    public async Task<SystemState> ReadAsync(CancellationToken cancellation)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in await server.ListAsync(Databases, prefix, cancellation).ConfigureAwait(false))
        {
            var parts = line.Split('\n', 3);
            var name = parts[0][prefix.Length..];
            lines[$"database {name}"] = parts[2];
            if (parts[1].Length > 0)
                continue;
            var connection = await server.ConnectAsync(parts[0], cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var state = new DatabaseState(connection, spec, server.Major);
            foreach (var (key, value) in await state.ReadAsync(cancellation).ConfigureAwait(false))
                lines[$"{name}: {key}"] = value;
        }
        return SystemState.Of(spec.Name, lines);
    }
}
