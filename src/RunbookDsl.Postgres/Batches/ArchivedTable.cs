namespace RunbookDsl.Postgres;

/// <summary>What has to be known of a table before its rows are moved to another one.</summary>
/// <param name="Columns">All columns, quoted.</param>
/// <param name="Written">Those that an INSERT may give, quoted: generated ones are left out.</param>
/// <param name="Key">The columns of its primary key, quoted; empty without one.</param>
internal sealed record ArchivedTable(
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Written,
    IReadOnlyList<string> Key
)
{
    /// <summary>The column that says which step took a row to the archive.</summary>
    public const string Mark = "rb_archived_by";

    private const string ColumnsQuery = """
        select quote_ident(attname), attgenerated = '',
          coalesce((select attnum = any (i.indkey) from pg_index i
            where i.indrelid = a.attrelid and i.indisprimary), false)
        from pg_attribute a where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order
          by attnum
        """;

    // What else a DELETE would do, in rows that nobody archives.
    private const string Followers = """
        select format('%s (%s)', conrelid::regclass, case confdeltype when 'c' then 'on delete cascade'
          when 'n' then 'on delete set null' else 'on delete set default' end)
        from pg_constraint where contype = 'f' and confrelid = to_regclass($1) and confdeltype in ('c',
          'n', 'd')
          and conparentid = 0
        order by 1
        """;

    private const string Differing = """
        select quote_ident(t.attname) from pg_attribute t left join pg_attribute a
          on a.attrelid = to_regclass($2) and a.attname = t.attname and not a.attisdropped
            and a.atttypid = t.atttypid and a.attgenerated = ''
        where t.attrelid = to_regclass($1) and t.attnum > 0 and not t.attisdropped and a.attname is null
        union all
        select $3 where not exists (select from pg_attribute where attrelid = to_regclass($2)
          and attname = $3 and atttypid = 'text'::regtype)
        """;

    /// <summary>Reads it.</summary>
    public static async Task<ArchivedTable> ReadAsync(PgSession session, string table)
    {
        await TableActivities.RequireAsync(session, [table]).ConfigureAwait(false);
        var rows = await session
            .RowsAsync(
                ColumnsQuery,
                r => (Name: r.GetString(0), IsWritten: r.GetBoolean(1), IsKey: r.GetBoolean(2)),
                table
            )
            .ConfigureAwait(false);
        return new(
            [.. rows.Select(r => r.Name)],
            [.. rows.Where(r => r.IsWritten).Select(r => r.Name)],
            [.. rows.Where(r => r.IsKey).Select(r => r.Name)]
        );
    }

    /// <summary>Refuses a table whose rows take others with them.</summary>
    public static async Task RequireAloneAsync(PgSession session, string table)
    {
        var followers = await session.RowsAsync(Followers, r => r.GetString(0), table).ConfigureAwait(false);
        if (followers.Count > 0)
            throw new OperationFailedException(
                $"rows of {table} in {session.Target} cannot go without changing others that are not"
                    + $" archived:"
                    + $" {TableActivities.Names(followers)}. Nothing was done: archive those tables first,"
                    + $" and make their foreign keys refuse"
            );
    }

    public static async Task<bool> ExistsAsync(PgSession session, string table) =>
        await session.ScalarAsync<bool>("select to_regclass($1) is not null", table).ConfigureAwait(false);

    /// <summary>Refuses an archive that rows do not fit into as they are.</summary>
    public static async Task RequireArchiveAsync(PgSession session, string table, string archive)
    {
        var differing = await session
            .RowsAsync(Differing, r => r.GetString(0), table, archive, Mark)
            .ConfigureAwait(false);
        if (differing.Count > 0)
            throw new OperationFailedException(
                $"{archive} in {session.Target} lacks columns, or has them of another type:"
                    + $" {TableActivities.Names(differing)}. Nothing was done. It needs the columns of"
                    + $" {table}, and"
                    + $" {Mark} text, so that an undo brings back what this step took and nothing else"
            );
    }
}
