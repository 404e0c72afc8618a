namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that every sequence behind a column is beyond the column's largest value: else the next insert
/// fails with a duplicate key. To be run on a new side before its first write.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record SequencesCheck(PgDatabase Database) : PgCheck(Database)
{
    private const string Owned = """
        select format('%I.%I', sn.nspname, s.relname), format('%I.%I', tn.nspname, t.relname), format('%I',
          a.attname), q.seqincrement
        from pg_class s join pg_namespace sn on sn.oid = s.relnamespace join pg_sequence q on q.seqrelid =
          s.oid
        join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid
          and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0
        join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
        join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
        join pg_type y on y.oid = a.atttypid and y.typcategory = 'N'
        where not q.seqcycle
        order by 1
        """;

    /// <inheritdoc/>
    public override string Kind => "Pg.CheckSequences";

    /// <inheritdoc/>
    public override string Description => $"every sequence of {Database} is beyond the values already used";

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var owned = await session
            .RowsAsync(Owned, r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3)))
            .ConfigureAwait(false);
        List<string> behind = [];
        foreach (var (sequence, table, column, step) in owned)
        {
            var edge = step > 0 ? "max" : "min";
            var sql =
                $"select (case when is_called then last_value else last_value - {step} end)::numeric,"
                + $" (select {edge}({column})::numeric from {table}) from {sequence}";
            behind.AddRange(
                (
                    await session
                        .RowsAsync(
                            sql,
                            r =>
                                (
                                    Last: r.GetDecimal(0),
                                    Used: r.IsDBNull(1) ? (decimal?)null : r.GetDecimal(1)
                                )
                        )
                        .ConfigureAwait(false)
                )
                    .Where(r => step > 0 ? r.Last < r.Used : r.Last > r.Used)
                    .Select(r => $"{sequence} is at {r.Last}, {table}.{column} at {r.Used}")
            );
        }
        return behind.Count == 0
            ? Verdict.Pass($"{owned.Count} sequences of {session.Target} are beyond the values used")
            : Verdict.Fail(
                $"sequences behind their column in {session.Target}:"
                    + $" {TableActivities.Names(behind)}. The next insert would"
                    + " fail; set them with setval"
            );
    }
}
