namespace RunbookDsl.Postgres;

/// <summary>
/// Finds indexes that writes pay for and no query uses: what a failed concurrent build or rebuild leaves.
/// </summary>
internal static class InvalidIndexes
{
    private const string Query = """
        select format('%I.%I', n.nspname, c.relname), c.relname ~ '_cc(new|old)[0-9]*$'
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
        where not i.indisvalid and c.relkind = 'i'
          and not exists (select 1 from pg_stat_progress_create_index p where p.index_relid = i.indexrelid)
        order by 1
        """;

    public static Task<List<InvalidIndex>> FindAsync(PgSession session) =>
        session.RowsAsync(Query, r => new InvalidIndex(r.GetString(0), r.GetBoolean(1)));

    /// <summary>
    /// Drops leftovers of a concurrent rebuild: the next one would skip them with a warning and exit 0.
    /// </summary>
    public static async Task<List<string>> DropLeftoversAsync(PgSession session)
    {
        var dropped = new List<string>();
        foreach (var index in await FindAsync(session).ConfigureAwait(false))
            if (index.IsLeftover)
            {
                await session
                    .ExecuteAsync($"drop index concurrently if exists {index.Name}")
                    .ConfigureAwait(false);
                dropped.Add(index.Name);
            }
        return dropped;
    }
}

/// <summary>An invalid index; a leftover bears the suffix a concurrent rebuild gives its copies.</summary>
internal sealed record InvalidIndex(string Name, bool IsLeftover);
