namespace RunbookDsl.Postgres;

/// <summary>
/// The collations of a database whose recorded version is not that of the library that sorts now: indexes on
/// text that were built before are in another order.
/// </summary>
/// <param name="IsDatabase">Whether it is the database's own, which columns have unless they say
/// otherwise.</param>
/// <param name="Name">As SQL writes it; the database's name for its own.</param>
/// <param name="Recorded">Version that was recorded.</param>
/// <param name="Actual">Version of the library now.</param>
internal sealed record CollationVersion(bool IsDatabase, string Name, string Recorded, string Actual)
{
    /// <summary>First version that records the database's own.</summary>
    public const int FirstMajor = 15;

    // Initdb imports hundreds of collations: those that nothing uses are of no interest.
    private const string Changed = """
        select true as own, quote_ident(d.datname) as name, d.datcollversion as was,
               pg_database_collation_actual_version(d.oid) as now
        from pg_database d where d.datname = current_database()
          and d.datcollversion <> pg_database_collation_actual_version(d.oid)
        union all
        select false, format('%I.%I', n.nspname, c.collname), c.collversion,
          pg_collation_actual_version(c.oid)
        from pg_collation c join pg_namespace n on n.oid = c.collnamespace
        where c.collversion <> pg_collation_actual_version(c.oid)
          and (c.oid >= 16384 or exists (select from pg_attribute a where a.attcollation = c.oid)
            or exists (select from pg_index i where c.oid = any (i.indcollation)))
        order by 1 desc, 2
        """;

    // 100 is the collation "default": the database's own.
    private const string Affected = """
        select distinct format('%I.%I', n.nspname, k.relname)
        from pg_index i join pg_class k on k.oid = i.indexrelid join pg_namespace n on n.oid = k.relnamespace
        cross join lateral unnest(i.indcollation::oid[]) used (id)
        left join pg_collation c on c.oid = used.id
        where k.relkind = 'i' and k.relpersistence <> 't' and n.nspname <> 'pg_catalog'
          and n.nspname !~ '^pg_(toast|temp)'
          and case used.id when 100 then
            (select d.datcollversion <> pg_database_collation_actual_version(d.oid) from pg_database d
              where d.datname = current_database())
            else c.collversion <> pg_collation_actual_version(c.oid) end
        order by 1
        """;

    public static Task<List<CollationVersion>> ChangedAsync(PgSession session) =>
        session.RowsAsync(
            Changed,
            r => new CollationVersion(r.GetBoolean(0), r.GetString(1), r.GetString(2), r.GetString(3))
        );

    /// <summary>Indexes that one of them sorts.</summary>
    public static Task<List<string>> AffectedAsync(PgSession session) =>
        session.RowsAsync(Affected, r => r.GetString(0));

    /// <summary>The statement that records the version of now.</summary>
    public string Refresh =>
        IsDatabase
            ? $"alter database {Name} refresh collation version"
            : $"alter collation {Name} refresh version";

    /// <summary><c>database shop (2.31, now 2.36)</c>.</summary>
    public override string ToString() =>
        $"{(IsDatabase ? "database" : "collation")} {Name} ({Recorded}, now {Actual})";

    /// <summary>Why nothing can be said; null when it can.</summary>
    public static string? Unknown(PgSession session) =>
        session.Major >= FirstMajor
            ? null
            : $"PostgreSQL {session.Major} does not record the version of a database's collation, so nobody"
                + $" can"
                + $" tell for {session.Target}: after a change of the C library rebuild its indexes on text"
                + $" with Pg.Reindex";
}
