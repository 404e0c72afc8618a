namespace RunbookDsl.Postgres;

/// <summary>
/// The indexes of user tables, and which of them are older than a transaction. A rebuild writes a new
/// catalogue row for the index; vacuum and analyze change the old one in place.
/// </summary>
internal sealed record IndexState(long Count, long Bytes, List<string> Old)
{
    private const string Query = """
        with wanted as (
          select to_regclass(t)::oid as relid from unnest($1::text[]) t
          union select p.relid::oid from unnest($1::text[]) t, pg_partition_tree(to_regclass(t)) p
        )
        select format('%I.%I', n.nspname, c.relname), pg_relation_size(c.oid),
               age(c.xmin) <= age((mod($2::numeric, 4294967296))::text::xid)
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'i' and c.relpersistence <> 't'
          and (i.indisvalid or c.relname !~ '_cc(new|old)[0-9]*$')
          and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
          and (cardinality($1::text[]) = 0 or i.indrelid in (select relid from wanted))
        order by 1
        """;

    public static async Task<IndexState> ReadAsync(
        PgSession session,
        IReadOnlyList<string> tables,
        string since
    )
    {
        var rows = await session
            .RowsAsync(
                Query,
                r => (Name: r.GetString(0), Bytes: r.GetInt64(1), IsNew: r.GetBoolean(2)),
                tables.ToArray(),
                decimal.Parse(since, System.Globalization.CultureInfo.InvariantCulture)
            )
            .ConfigureAwait(false);
        return new IndexState(
            rows.Count,
            rows.Sum(r => r.Bytes),
            [.. rows.Where(r => !r.IsNew).Select(r => r.Name)]
        );
    }
}
