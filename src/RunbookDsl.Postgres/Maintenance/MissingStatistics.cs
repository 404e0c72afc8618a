namespace RunbookDsl.Postgres;

/// <summary>Finds tables that hold data but have no optimizer statistics at all.</summary>
internal static class MissingStatistics
{
    // A table that was analyzed while all its rows were deleted has size but rightly no statistics: reltuples
    // says 0.
    private const string Query = """
        select format('%I.%I', n.nspname, c.relname), pg_relation_size(c.oid)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_stat_all_tables s on
          s.relid = c.oid
        where c.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
          and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
          and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not
            a.attisdropped)
          and case c.relkind
                when 'p' then (select coalesce(sum(pg_relation_size(t.relid)), 0) from
                  pg_partition_tree(c.oid) t)
                else pg_relation_size(c.oid) end > $1
          and not (c.reltuples = 0 and coalesce(s.last_analyze, s.last_autoanalyze) is not null)
          and not exists (select 1 from pg_stats st where st.schemaname = n.nspname and st.tablename =
            c.relname)
          and (cardinality($2::text[]) = 0 or c.oid in (select to_regclass(t) from unnest($2::text[]) t))
        order by 2 desc, 1
        """;

    public static async Task<Verdict> JudgeAsync(
        PgSession session,
        long minimumBytes,
        IReadOnlyList<string> tables
    )
    {
        var missing = await session
            .RowsAsync(
                Query,
                r => $"{r.GetString(0)} ({r.GetInt64(1)} bytes)",
                minimumBytes,
                tables.ToArray()
            )
            .ConfigureAwait(false);
        return missing.Count == 0
            ? Verdict.Pass($"every table with data in {session.Target} has optimizer statistics")
            : Verdict.Fail(
                $"{missing.Count} tables with data in {session.Target} have no optimizer statistics:"
                    + $" {TableActivities.Names(missing)}. Run Pg.AnalyzeInStages before traffic is let in"
            );
    }
}
