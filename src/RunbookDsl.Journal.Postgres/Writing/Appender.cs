using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Sends lines: one statement, one round trip, refused when another owner has the run. Tries again only what
/// was never sent or what the server itself refused.
/// </summary>
internal sealed class Appender(Database database, PostgresJournalOptions options, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly ManualResetEventSlim _disposed = new();
    private NpgsqlConnection? _connection;
    private long _used;

    /// <summary>What the database said last when it could not be used; null when all went well.</summary>
    internal DatabaseException? Trouble { get; private set; }

    /// <summary>
    /// How an append whose reply is lost is settled; the first line of a run has its own way.
    /// </summary>
    internal ISettlement Settlement { get; set; } = options.Settlement;

    /// <summary>Round trips that took lines in.</summary>
    internal long RoundTrips { get; private set; }

    /// <summary>Sends the lines and says what became of them.</summary>
    /// <param name="append">What is sent, and where it belongs.</param>
    /// <param name="make">The statement with its parameters.</param>
    internal Verdict Send(Unsettled append, Func<NpgsqlConnection, NpgsqlCommand> make)
    {
        var began = clock.GetTimestamp();
        while (true)
            try
            {
                var connection = Ready();
                try
                {
                    return Execute(connection, append, make);
                }
                catch (Exception e) when (Database.IsExpected(e))
                {
                    Trouble = DatabaseException.Of(database.Place, e);
                    Forget();
                    if (!Trouble.IsAnswer)
                        return Settle(append);
                    if (!IsDataProblem(e, append) && !IsWorthAnotherTry(e, began))
                        return new(AppendFate.Absent, append.Epoch);
                }
            }
            catch (DatabaseException e)
            {
                // Nothing was sent.
                Trouble = e;
                if (clock.GetElapsedTime(began) >= options.Patience || _disposed.Wait(Pause))
                    return new(AppendFate.Absent, append.Epoch);
            }
    }

    /// <summary>Settles an append of whatever statement; asks until the patience ends.</summary>
    internal Verdict Settle(Unsettled append)
    {
        var began = clock.GetTimestamp();
        while (true)
            try
            {
                return database.Ask(c => Settlement.Settle(c, append));
            }
            catch (DatabaseException e)
            {
                Trouble = e;
                if (clock.GetElapsedTime(began) >= options.Patience || _disposed.Wait(Pause))
                    return new(AppendFate.Unknown, append.Epoch);
            }
    }

    public void Dispose()
    {
        _disposed.Set();
        Forget();
    }

    private Verdict Execute(
        NpgsqlConnection connection,
        Unsettled append,
        Func<NpgsqlConnection, NpgsqlCommand> make
    )
    {
        using var command = make(connection);
        RoundTrips++;
        var taken = command.ExecuteNonQuery();
        _used = clock.GetTimestamp();
        return new(taken == append.Batch.Lines.Length ? AppendFate.Landed : AppendFate.Fenced, append.Epoch);
    }

    // A line that has been idle may be dead without our knowing: better to learn it from a question than from
    // an append whose fate is then unknown.
    private NpgsqlConnection Ready()
    {
        if (_connection is { } open && clock.GetElapsedTime(_used) > Idle && !Answers(open))
            Forget();
        if (_connection is null)
        {
            _connection = database.Open();
            _used = clock.GetTimestamp();
        }
        return _connection;
    }

    private static bool Answers(NpgsqlConnection connection)
    {
        try
        {
            using var command = new NpgsqlCommand("select 1", connection);
            command.ExecuteScalar();
            return true;
        }
        catch (Exception e) when (Database.IsExpected(e))
        {
            return false;
        }
    }

    private static bool IsDataProblem(Exception e, Unsettled append)
    {
        var isData =
            e is PostgresException { SqlState: var state }
            && (
                state.StartsWith("22", StringComparison.Ordinal)
                || state.StartsWith("54", StringComparison.Ordinal)
            );
        if (!isData || Array.TrueForAll(append.Batch.Bodies, b => b == "{}"))
            return false;
        append.Batch.LeaveOutBodies();
        return true;
    }

    private bool IsWorthAnotherTry(Exception e, long began) =>
        e is PostgresException { SqlState: "40001" or "40P01" or "53300" or "55P03" }
        && clock.GetElapsedTime(began) < options.Patience
        && !_disposed.Wait(Pause);

    private void Forget()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
