using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Says every few seconds, on a connection of its own, that the owner is there. It makes take-overs rare;
/// what makes them safe is the epoch.
/// </summary>
internal sealed class Lease : IDisposable
{
    private readonly Database _database;
    private readonly PostgresJournalOptions _options;
    private readonly TimeProvider _clock;
    private readonly JournalStart _start;
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<RunOffer> _offered;
    private readonly Action _lost;
    private long _renewed;

    internal Lease(
        Database database,
        PostgresJournalOptions options,
        TimeProvider clock,
        JournalStart start,
        (Action<RunOffer> Offered, Action Lost) news
    )
    {
        (_database, _options, _clock, _start) = (database, options, clock, start);
        (_offered, _lost) = news;
        _renewed = clock.GetTimestamp();
        _ = RunAsync();
    }

    /// <summary>How long ago the database is known to have heard of us, by the monotonic clock.</summary>
    internal TimeSpan Age => _clock.GetElapsedTime(Interlocked.Read(ref _renewed));

    /// <summary>The lease was renewed by a statement sent at this time stamp.</summary>
    internal void Renewed(long sentAt) => Interlocked.Exchange(ref _renewed, sentAt);

    public void Dispose() => _stop.Cancel();

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_options.Renewal, _clock);
        NpgsqlConnection? connection = null;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
                connection = await Task.Run(() => Renew(connection), _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The run is let go.
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private NpgsqlConnection? Renew(NpgsqlConnection? connection)
    {
        try
        {
            connection ??= _database.Open();
            var sentAt = _clock.GetTimestamp();
            using var command = new NpgsqlCommand(Statements.Renew, connection) { CommandTimeout = 10 };
            command.With(_start.Run.RunId).With(_start.Epoch).With(_options.Lease).With(_start.Claim);
            using var reader = command.ExecuteReader();
            if (!reader.Read())
            {
                _lost();
                return connection;
            }
            Renewed(sentAt);
            if (!reader.IsDBNull(0) && OfferFormat.Read(reader.GetString(0)) is { } offer)
                _offered(offer);
            return connection;
        }
        catch (Exception e) when (e is DatabaseException || Database.IsExpected(e))
        {
            // Said by the lease's age; the next tick tries again.
            connection?.Dispose();
            return null;
        }
    }
}
