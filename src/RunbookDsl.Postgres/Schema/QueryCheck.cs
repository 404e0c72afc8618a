namespace RunbookDsl.Postgres;

/// <summary>An author's own assertion in SQL: the first value of its first row must be true.</summary>
/// <param name="Database">The database.</param>
/// <param name="Sql">A read-only query.</param>
public sealed record QueryCheck(PgDatabase Database, string Sql) : PgCheck(Database)
{
    /// <inheritdoc/>
    public override string Kind => "Pg.Check";

    /// <inheritdoc/>
    public override string Description => $"{PgFailure.Short(Sql)} is true on {Database}";

    private protected override IReadOnlyList<Fact> Arguments => [new("sql", Sql)];

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var value = await session.ScalarAsync<object>(Sql).ConfigureAwait(false);
        return value is true
            ? Verdict.Pass($"{PgFailure.Short(Sql)} on {session.Target} is true")
            : Verdict.Fail($"{PgFailure.Short(Sql)} on {session.Target} is {value ?? "null"}; expected true");
    }
}
