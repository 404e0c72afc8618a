namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that nothing keeps vacuum from removing dead rows: old transactions, prepared transactions,
/// replication slots, standbys. Looking only at sessions misses three of the four.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record XminHoldersCheck(PgDatabase Database) : PgCheck(Database)
{
    private const string Query = """
        select format('%s %s (%s), %s transactions old%s', kind, id, detail, xmin_age,
                      case when secs is null then '' else format(', for %s s', secs::bigint) end)
        from (
          select 'backend' as kind, pid::text as id, coalesce(state, '') as detail, age(backend_xmin) as
            xmin_age,
                 extract(epoch from now() - xact_start) as secs
            from pg_stat_activity
            where backend_xmin is not null and pid <> pg_backend_pid() and application_name not like $1
              and backend_type <> 'walsender' and query not like 'autovacuum:%'
          union all select 'slot', slot_name::text, case when active then 'active' else 'inactive' end,
                 greatest(age(xmin), age(catalog_xmin)), null from pg_replication_slots where coalesce(xmin,
                   catalog_xmin) is not null
          union all select 'prepared transaction', gid, owner::text, age(transaction), extract(epoch from
            now() - prepared)
            from pg_prepared_xacts
          union all select 'standby', application_name, state, age(backend_xmin), null
            from pg_stat_replication where backend_xmin is not null
        ) h
        where xmin_age > $2 or secs > $3 or detail = 'inactive'
        order by xmin_age desc
        """;

    /// <summary>Oldest age accepted, in transactions. Default 1,000,000.</summary>
    public int MostTransactions { get; init; } = 1_000_000;

    /// <summary>Longest time a session or a prepared transaction may hold. Default 60 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override string Kind => "Pg.XminHolders";

    /// <inheritdoc/>
    public override string Description =>
        $"nothing keeps vacuum from removing dead rows of {Database}: no transaction, prepared"
        + $" transaction, slot or standby";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new(
                "most transactions",
                MostTransactions.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ),
            new("longest", Durations.Text(Longest)),
        ];

    /// <summary>A copy with other limits.</summary>
    /// <param name="transactions">Oldest age accepted, in transactions.</param>
    /// <param name="duration">Longest time a session or prepared transaction may hold.</param>
    public XminHoldersCheck Within(int transactions, TimeSpan duration) =>
        this with
        {
            MostTransactions = transactions,
            Longest = duration,
        };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var found = await session
            .RowsAsync(Query, r => r.GetString(0), SessionName.Ours, MostTransactions, Longest.TotalSeconds)
            .ConfigureAwait(false);
        return found.Count == 0
            ? Verdict.Pass($"nothing holds dead rows of {session.Target}")
            : Verdict.Fail(
                $"vacuum of {session.Target} could not remove dead rows, held by"
                    + $" {TableActivities.Names(found)}. End the"
                    + " transaction, commit or roll back the prepared one, or drop the slot"
            );
    }
}
