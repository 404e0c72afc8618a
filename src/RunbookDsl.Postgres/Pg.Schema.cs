namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Runs SQL in one transaction. Not repeated after an interruption unless <c>.DoneWhen("select …")</c>
    /// can tell.
    /// </summary>
    public static ExecuteOperation Execute(PgDatabase database, string sql) => new(database, sql);

    /// <summary>
    /// Reads one value, or a column when <typeparamref name="T"/> is an array. Changes nothing.
    /// </summary>
    /// <typeparam name="T">A simple type such as <c>long</c> or <c>string</c>, or an array of
    /// one.</typeparam>
    public static QueryOperation<T> Query<T>(PgDatabase database, string sql) => new(database, sql);

    /// <summary>Asserts that the first value a query gives is true.</summary>
    public static QueryCheck Check(PgDatabase database, string sql) => new(database, sql);

    /// <summary>
    /// Changes the schema with a short lock timeout and retries, so that nobody queues behind it for long.
    /// </summary>
    public static DdlOperation Ddl(PgDatabase database, string sql) => new(database, sql);

    /// <summary>Drops a database for good.</summary>
    public static DropDatabaseOperation DropDatabase(PgDatabase database) => new(database);
}
