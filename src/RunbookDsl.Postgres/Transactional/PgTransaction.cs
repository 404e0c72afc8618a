using Npgsql;

namespace RunbookDsl.Postgres;

/// <summary>
/// The open transaction of a <c>Pg.Transaction</c> step. Committed when the code ends, rolled back when it
/// throws; it cannot be committed by hand.
/// </summary>
public sealed class PgTransaction
{
    private readonly PgSession _session;

    internal PgTransaction(StepContext context, PgSession session) =>
        (Context, _session) = (context, session);

    /// <summary>The step it works for: results of earlier steps, secrets, progress.</summary>
    public StepContext Context { get; }

    /// <summary>
    /// Runs a statement and gives the number of rows it changed; 0 when it has no such number.
    /// </summary>
    /// <param name="sql">With <c>$1</c>, <c>$2</c> for the arguments.</param>
    /// <param name="arguments">In that order; null is SQL's NULL.</param>
    public async Task<int> ExecuteAsync(string sql, params object?[] arguments) =>
        Math.Max(0, await _session.ExecuteAsync(sql, arguments).ConfigureAwait(false));

    /// <summary>
    /// The first column of the first row; the default of the type when there is none or it is NULL.
    /// </summary>
    /// <typeparam name="T">A simple type such as <c>long</c> or <c>string</c>.</typeparam>
    public Task<T?> ScalarAsync<T>(string sql, params object?[] arguments) =>
        _session.ScalarAsync<T>(sql, arguments);

    /// <summary>The first column of all rows.</summary>
    /// <typeparam name="T">A simple type such as <c>long</c> or <c>string</c>.</typeparam>
    public async Task<IReadOnlyList<T>> ColumnAsync<T>(string sql, params object?[] arguments) =>
        await _session.RowsAsync(sql, Read<T>, arguments).ConfigureAwait(false);

    private static T Read<T>(NpgsqlDataReader row) => row.GetFieldValue<T>(0);
}
