namespace RunbookDsl.Postgres;

/// <summary>
/// Reads what a dump of a database must hold, in the snapshot of the session's transaction.
/// </summary>
internal static class SourceReader
{
    /// <summary>
    /// Objects of extensions belong to the extension: a dump holds only <c>CREATE EXTENSION</c>.
    /// </summary>
    private const string UserRelation = """
        n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
          and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
                          and d.objid = c.oid and d.deptype = 'e')
        """;

    private static readonly string Tables = $"""
        select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid =
          c.relnamespace
        where c.relkind = 'r' and c.relpersistence <> 't' and {UserRelation} order by 1
        """;

    private static readonly string Sequences = $"""
        select format('%I.%I', n.nspname, c.relname), s.seqincrement, s.seqcycle
        from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relpersistence <> 't' and {UserRelation} order by 1
        """;

    private static readonly string Indexes = $"""
        select count(*) from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid =
          c.relnamespace
        where (i.indisvalid or c.relkind = 'p') and c.relpersistence <> 't' and {UserRelation}
          and not format('%I.%I', n.nspname, c.relname) = any ($1)
        """;

    private static readonly string Constraints = $"""
        select count(*) from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on
          n.oid = c.relnamespace
        where o.contype in ('c', 'f', 'p', 'u', 'x') and c.relpersistence <> 't' and {UserRelation}
          and not format('%I.%I', n.nspname, c.relname) = any ($1)
        """;

    public static Task<List<string>> TableNamesAsync(PgSession session) =>
        session.RowsAsync(Tables, r => r.GetString(0));

    /// <summary>Counts rows, indexes and constraints, leaving out <paramref name="without"/>.</summary>
    public static async Task<(List<TableRows> Tables, long Indexes, long Constraints)> CountAsync(
        PgSession session,
        IReadOnlyCollection<string> without,
        IReadOnlyCollection<string> withoutData
    )
    {
        var tables = new List<TableRows>();
        foreach (var table in await TableNamesAsync(session).ConfigureAwait(false))
            if (!without.Contains(table))
                tables.Add(
                    new TableRows(
                        table,
                        withoutData.Contains(table) ? 0 : await RowsAsync(table).ConfigureAwait(false)
                    )
                );
        var left = without.ToArray();
        var indexes = await session.ScalarAsync<long>(Indexes, [left]).ConfigureAwait(false);
        var constraints = await session.ScalarAsync<long>(Constraints, [left]).ConfigureAwait(false);
        return (tables, indexes, constraints);

        Task<long> RowsAsync(string table) => session.ScalarAsync<long>($"select count(*) from only {table}");
    }

    public static async Task<List<SequenceValue>> SequencesAsync(PgSession session)
    {
        var known = await session
            .RowsAsync(Sequences, r => (Name: r.GetString(0), Step: r.GetInt64(1), Cycles: r.GetBoolean(2)))
            .ConfigureAwait(false);
        var values = new List<SequenceValue>();
        foreach (var (name, step, cycles) in known)
            values.AddRange(
                await session
                    .RowsAsync(
                        $"select last_value, is_called from {name}",
                        r => new SequenceValue(name, r.GetInt64(0), r.GetBoolean(1), step, cycles)
                    )
                    .ConfigureAwait(false)
            );
        return values;
    }

    public static Task<string?> LsnAsync(PgSession session) =>
        session.ScalarAsync<string>(
            "select (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else"
                + " pg_current_wal_lsn() end)::text"
        );

    public static async Task<ServerIdentity> ServerAsync(PgSession session)
    {
        var rows = await session
            .RowsAsync(
                "select system_identifier::text, host(inet_server_addr()),"
                    + " current_setting('port')::int from pg_control_system()",
                r => new ServerIdentity(r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetInt32(2))
            )
            .ConfigureAwait(false);
        return rows[0];
    }
}
