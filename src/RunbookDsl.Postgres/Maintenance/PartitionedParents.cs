namespace RunbookDsl.Postgres;

/// <summary>
/// Takes the statistics of partitioned tables as a whole, which neither vacuumdb (before 18) nor autovacuum
/// do.
/// </summary>
internal static class PartitionedParents
{
    private const string Query = """
        select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid =
          c.relnamespace
        where c.relkind = 'p' and c.relpersistence <> 't' and pg_has_role(c.relowner, 'usage')
          and (cardinality($1::text[]) = 0 or c.oid in (select to_regclass(t) from unnest($1::text[]) t))
        order by 1
        """;

    public static async Task<int> AnalyzeAsync(PgSession session, IReadOnlyList<string> tables)
    {
        var parents = await session
            .RowsAsync(Query, r => r.GetString(0), (object)tables.ToArray())
            .ConfigureAwait(false);
        if (parents.Count > 0)
            await session.ExecuteAsync("set vacuum_cost_delay = 0").ConfigureAwait(false);
        foreach (var parent in parents)
            await session.ExecuteAsync($"analyze {parent}").ConfigureAwait(false);
        return parents.Count;
    }
}
