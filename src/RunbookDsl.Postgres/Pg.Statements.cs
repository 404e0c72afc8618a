namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Reads how long the statements of <paramref name="database"/> take, from <c>pg_stat_statements</c>:
    /// since it was last reset, or with <c>.Over(5.Minutes)</c> during that time. To be compared with the
    /// same after the change.
    /// </summary>
    public static StatementTimesOperation StatementTimes(PgDatabase database) => new(database);

    /// <summary>
    /// Asserts that no statement that took most of the time before takes more than <paramref name="factor"/>
    /// times as long now. Statements are told by their text: their ids change with the major version.
    /// </summary>
    public static StatementsComparison CompareStatements(
        PgDatabase database,
        Input<StatementTimes> before,
        double factor = 2
    ) => new(database, before) { Factor = factor };

    /// <summary>
    /// Reads the plans of queries, without running them: <c>.Query("open orders", "select … where id =
    /// 7")</c>. To be compared after the change by <see cref="ComparePlans"/>.
    /// </summary>
    public static ExplainKeyQueriesOperation ExplainKeyQueries(PgDatabase database) => new(database);

    /// <summary>
    /// Asserts that the same queries are answered by the same kinds of steps as before.
    /// </summary>
    public static PlansComparison ComparePlans(PgDatabase database, Input<QueryPlans> before) =>
        new(database, before);
}
