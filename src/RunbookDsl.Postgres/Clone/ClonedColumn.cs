namespace RunbookDsl.Postgres;

/// <summary>A column of a table that is cloned.</summary>
/// <param name="Table">As <c>format('%I.%I')</c> prints it.</param>
/// <param name="Name">Its name.</param>
/// <param name="HoldsText">Whether a person's data may stand in it as text.</param>
/// <param name="IsRequired">Whether NULL is refused.</param>
/// <param name="Longest">Most characters; 0 for no limit.</param>
internal sealed record ClonedColumn(string Table, string Name, bool HoldsText, bool IsRequired, int Longest)
{
    // Anything that is not known to hold numbers, times or ids alone counts as text: categories are of
    // pg_type, S strings, U json, xml and bytes, C rows, I network addresses.
    private const string All = """
        select format('%I.%I', n.nspname, c.relname), a.attname::text,
          exists (select from unnest(array[t.oid, d.oid, e.oid]) x(oid) join pg_type y on y.oid = x.oid
            where y.typcategory in ('S', 'U', 'C', 'X', 'I')
              and y.typname not in ('uuid', 'pg_lsn', 'xid', 'cid', 'tid', 'macaddr', 'macaddr8')),
          a.attnotnull,
          case when coalesce(d.typname, t.typname) in ('varchar', 'bpchar')
            then greatest(a.atttypmod, coalesce(nullif(t.typtypmod, -1), -1), 4) - 4 else 0 end
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and a.attgenerated = ''
          join pg_type t on t.oid = a.atttypid
          left join pg_type d on d.oid = t.typbasetype
          left join pg_type e on e.oid = coalesce(nullif(t.typelem, 0), nullif(d.typelem, 0))
        where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_'
          and n.nspname not in ('information_schema', 'rb')
          and not exists (select from pg_depend x where x.classid = 'pg_class'::regclass and x.objid = c.oid
            and x.deptype = 'e')
        order by 1, a.attnum
        """;

    public string Place => $"{Table}.{Name}";

    public static Task<List<ClonedColumn>> ListAsync(PgSession session) =>
        session.RowsAsync(
            All,
            r => new ClonedColumn(
                r.GetString(0),
                r.GetString(1),
                r.GetBoolean(2),
                r.GetBoolean(3),
                r.GetInt32(4)
            )
        );
}
