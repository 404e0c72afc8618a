using System.Runtime.CompilerServices;

namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Runs SQL in one transaction. Not repeated after an interruption unless <c>.Transactional()</c> or
    /// <c>.DoneWhen("select …")</c> can tell.
    /// </summary>
    public static ExecuteOperation Execute(PgDatabase database, string sql) => new(database, sql);

    /// <summary>
    /// Runs code in one transaction, with a marker row in it (<c>rb.effect_marker</c>, made if it is not
    /// there): whether an interrupted attempt was committed is known without a person.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="body">Everything it does to the database goes through its argument.</param>
    /// <param name="text">The source text; part of the step's fingerprint.</param>
    public static TransactionOperation<TResult> Transaction<TResult>(
        PgDatabase database,
        Func<PgTransaction, Task<TResult>> body,
        [CallerArgumentExpression(nameof(body))] string text = ""
    ) => new(database, body, text);

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
