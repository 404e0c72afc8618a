namespace RunbookDsl.Postgres;

/// <summary>What the server's statistics say about one table.</summary>
internal sealed record TableActivity(
    string Table,
    DateTime? Vacuumed,
    DateTime? Analyzed,
    long Analyzes,
    long Live,
    long Dead
);

/// <summary>Reads when tables were last vacuumed and analyzed.</summary>
internal static class TableActivities
{
    // Children of a named partitioned table count as named: the parent itself holds no rows.
    private const string Query = """
        with wanted as (
          select to_regclass(t)::oid as relid from unnest($1::text[]) t
          union select p.relid::oid from unnest($1::text[]) t, pg_partition_tree(to_regclass(t)) p
        )
        select format('%I.%I', s.schemaname, s.relname), s.last_vacuum, s.last_analyze, s.analyze_count,
          s.n_live_tup, s.n_dead_tup
        from pg_stat_user_tables s join pg_class c on c.oid = s.relid
        where c.relkind in ('r', 'm') and c.relpersistence <> 't'
          and (cardinality($1::text[]) = 0 or s.relid in (select relid from wanted))
        order by 1
        """;

    public static Task<List<TableActivity>> ReadAsync(PgSession session, IReadOnlyList<string> tables) =>
        session.RowsAsync(
            Query,
            r => new TableActivity(
                r.GetString(0),
                r.IsDBNull(1) ? null : r.GetDateTime(1).ToUniversalTime(),
                r.IsDBNull(2) ? null : r.GetDateTime(2).ToUniversalTime(),
                r.GetInt64(3),
                r.GetInt64(4),
                r.GetInt64(5)
            ),
            (object)tables.ToArray()
        );

    /// <summary>Refuses names that no table has, before anything is done.</summary>
    public static async Task RequireAsync(PgSession session, IReadOnlyList<string> tables)
    {
        var missing = await session
            .RowsAsync(
                "select t from unnest($1::text[]) t where to_regclass(t) is null",
                r => r.GetString(0),
                (object)tables.ToArray()
            )
            .ConfigureAwait(false);
        if (missing.Count > 0)
            throw new OperationFailedException(
                $"no table {string.Join(", ", missing)} in {session.Target}. Nothing was done;"
                    + $" write names as schema.table"
            );
    }

    /// <summary>At most five names, and how many more there are.</summary>
    public static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        const int Shown = 5;
        return string.Join(", ", all.Take(Shown))
            + (all.Count > Shown ? $" and {all.Count - Shown} more" : "");
    }
}
