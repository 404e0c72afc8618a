using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that no prepared transaction waits for its second half: it keeps its locks over restarts, keeps
/// vacuum from its work, and <c>pg_upgrade</c> refuses.
/// </summary>
/// <param name="Database">Any database of the server; those of all are looked at.</param>
public sealed record PreparedTransactionsCheck(PgDatabase Database) : PgCheck(Database)
{
    private const string Query = """
        select format('%s of %s in %s', gid, owner, database), extract(epoch from now() - prepared)::float8
        from pg_prepared_xacts order by prepared
        """;

    /// <inheritdoc/>
    public override string Kind => "Pg.AssertNoPreparedTransactions";

    /// <inheritdoc/>
    public override string Description => $"no prepared transaction waits on the server of {Database.Secret}";

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var found = await session
            .RowsAsync(
                Query,
                r =>
                    (
                        Name: r.GetString(0),
                        Age: context.Varying(
                            "age",
                            Math.Floor(r.GetDouble(1)).ToString(CultureInfo.InvariantCulture)
                        )
                    )
            )
            .ConfigureAwait(false);
        return found.Count == 0
            ? Verdict.Pass($"no prepared transaction waits on the server of {session.Target}")
            : Verdict.Fail(
                $"{found.Count} prepared transactions wait on the server of {session.Target}:"
                    + $" {TableActivities.Names(found.Select(f => $"{f.Name}, for {f.Age} s"))}. Their"
                    + $" coordinator has to end them with COMMIT PREPARED or ROLLBACK PREPARED"
            );
    }
}
