using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Opens connections to the journal's database and says in a sentence what went wrong. No session state is
/// relied on: each statement may meet another server process behind a pooler.
/// </summary>
internal sealed class Database(PostgresJournalOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private string? _store;

    internal string Place => options.Address.Shown;

    /// <summary>The journal's own id, which names its local copies.</summary>
    internal string StoreId => _store ??= Ask(FindStore);

    /// <summary>A server that says it is coming up, as after a crash, is waited for.</summary>
    /// <exception cref="DatabaseException">There is no such server, or it refuses.</exception>
    internal NpgsqlConnection Open()
    {
        for (var left = options.Patience; ; left -= Pause)
        {
            var connection = new NpgsqlConnection(options.Address.ConnectionString);
            try
            {
                connection.Open();
                return connection;
            }
            catch (Exception e) when (IsExpected(e))
            {
                connection.Dispose();
                if (
                    left <= Pause
                    || e is not PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
                )
                    throw DatabaseException.Of(Place, e);
            }
            SpinWait.SpinUntil(() => false, Pause);
        }
    }

    /// <summary>Asks something that may be asked again without harm.</summary>
    internal T Ask<T>(Func<NpgsqlConnection, T> question)
    {
        using var connection = Open();
        try
        {
            return question(connection);
        }
        catch (Exception e) when (IsExpected(e))
        {
            throw DatabaseException.Of(Place, e);
        }
    }

    /// <summary>
    /// Asks a second time when the connection breaks; for what does no harm when done twice.
    /// </summary>
    internal T Again<T>(Func<NpgsqlConnection, T> question)
    {
        try
        {
            return Ask(question);
        }
        catch (DatabaseException e) when (!e.IsAnswer)
        {
            return Ask(question);
        }
    }

    /// <summary>Makes the tables where they are missing or of an older release.</summary>
    internal void Prepare()
    {
        if (_store is not null)
            return;
        _store = Ask(connection =>
        {
            var found = Schema.Find(connection);
            if (found > Schema.Version)
                throw Schema.Newer(Place, found);
            if (found < Schema.Version)
                Schema.Migrate(connection);
            return ReadStore(connection);
        });
    }

    internal static bool IsExpected(Exception e) =>
        e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException
        || (e is ObjectDisposedException or InvalidOperationException && e.Source == "Npgsql");

    private string FindStore(NpgsqlConnection connection)
    {
        var found = Schema.Find(connection);
        if (found == 0)
            throw new JournalException(
                $"There is no journal in {Place} yet. Begin one with 'runbook exec FILE'."
            );
        return found > Schema.Version ? throw Schema.Newer(Place, found) : ReadStore(connection);
    }

    private static string ReadStore(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("select id from rb.store", connection);
        return (string)command.ExecuteScalar()!;
    }
}
