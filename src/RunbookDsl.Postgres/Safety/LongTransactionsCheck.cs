using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that no transaction has been open for long, idle ones included: it would make vacuum useless and
/// block schema changes. The runbook's own sessions do not count.
/// </summary>
/// <param name="Database">The database.</param>
/// <param name="OlderThan">Longest age accepted, of the transaction, not of its last statement.</param>
public sealed record LongTransactionsCheck(PgDatabase Database, TimeSpan OlderThan) : PgCheck(Database)
{
    private const string Query = """
        select format('pid %s (%s, %s, %s) for %s s: %s', pid, usename, nullif(application_name, ''), state,
                      extract(epoch from now() - xact_start)::bigint, left(regexp_replace(query, '\s+', ' ',
                        'g'), 60))
        from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid() and datname = current_database()
          and application_name not like $1 and not application_name = any ($2)
          and xact_start < now() - make_interval(secs => $3)
        order by xact_start
        """;

    /// <summary>Application names that do not count, besides the runbook's own.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.LongTransactions";

    /// <inheritdoc/>
    public override string Description =>
        $"no transaction in {Database} has been open for more than {Durations.Text(OlderThan)}";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("older than", Durations.Text(OlderThan)), new("ignored", string.Join(", ", Ignored))];

    /// <summary>A copy that does not count sessions of these application names.</summary>
    public LongTransactionsCheck Ignoring(params string[] applications) =>
        this with
        {
            Ignored = [.. Ignored, .. applications],
        };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var found = await session
            .RowsAsync(
                Query,
                r => r.GetString(0),
                SessionName.Ours,
                Ignored.ToArray(),
                OlderThan.TotalSeconds
            )
            .ConfigureAwait(false);
        var count = found.Count.ToString(CultureInfo.InvariantCulture);
        return found.Count == 0
            ? Verdict.Pass($"no transaction in {session.Target} is older than {Durations.Text(OlderThan)}")
            : Verdict.Fail(
                $"{count} transactions in {session.Target} are older than {Durations.Text(OlderThan)}:"
                    + $" {TableActivities.Names(found)}. Wait for them, or end them with"
                    + $" pg_terminate_backend(pid)"
            );
    }
}
