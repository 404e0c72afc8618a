namespace RunbookDsl.Postgres;

/// <summary>A table of one side.</summary>
/// <param name="Name">As <c>format('%I.%I')</c> prints it.</param>
/// <param name="Columns">Quoted, sorted by name: the order in the table may differ between the sides.</param>
internal sealed record ComparedTable(string Name, IReadOnlyList<string> Columns)
{
    private const string All = """
        select format('%I.%I', n.nspname, c.relname),
          array(select quote_ident(a.attname) from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and c.relpersistence <> 't'
          and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'rb')
        order by 1
        """;

    /// <summary>The tables that hold rows: partitions, not what they are partitions of.</summary>
    public static Task<List<ComparedTable>> ListAsync(PgSession session) =>
        session.RowsAsync(All, r => new ComparedTable(r.GetString(0), r.GetFieldValue<string[]>(1)));

    public async Task<long> CountAsync(PgSession session) =>
        await session.ScalarAsync<long>($"select count(*) from only {Name}").ConfigureAwait(false);

    /// <summary>
    /// One value over all rows in whatever order. MD5, because the server's own hash functions may change
    /// from one major version to the next.
    /// </summary>
    public async Task<string> HashAsync(PgSession session)
    {
        var row = Columns.Count == 0 ? "''" : $"row({string.Join(", ", Columns)})::text";
        var sql =
            "select coalesce(sum(('x' || substr(h, 1, 16))::bit(64)::bigint::numeric)::text || ' '"
            + " || sum(('x' || substr(h, 17, 16))::bit(64)::bigint::numeric)::text, '')"
            + $" from (select md5({row}) h from only {Name} t) hashed";
        return (await session.ScalarAsync<string>(sql).ConfigureAwait(false))!;
    }
}
