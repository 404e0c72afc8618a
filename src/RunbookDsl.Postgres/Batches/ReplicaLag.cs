using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>Lets the replicas catch up between two batches, so that who reads there sees no old
/// rows.</summary>
/// <param name="MostBytes">How much log the slowest may lack.</param>
/// <param name="Limit">How long it is waited for.</param>
internal sealed record ReplicaLag(long MostBytes, TimeSpan Limit)
{
    // Subscribers of logical replication are in it, too. One that is not streaming is no reason to wait for.
    private const string Query = """
        select coalesce(max(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), replay_lsn)), 0)::bigint
        from pg_stat_replication where state = 'streaming'
        """;

    /// <summary>Waits until the slowest lacks little enough.</summary>
    /// <exception cref="OperationFailedException">It does not get there; what was done stays
    /// done.</exception>
    public async Task WaitAsync(StepContext context, PgSession session)
    {
        long lag = 0;
        var reached = await Poll.UntilAsync(
                context,
                Limit,
                async () =>
                {
                    lag = await session.ScalarAsync<long>(Query).ConfigureAwait(false);
                    if (lag > MostBytes)
                        context.Report(new StepProgress($"waits for a replica that lacks {Text(lag)} bytes"));
                    return lag <= MostBytes;
                },
                session.Cancellation
            )
            .ConfigureAwait(false);
        if (!reached)
            throw new OperationFailedException(
                $"a replica of {session.Target} still lacks {Text(lag)} bytes of the log after"
                    + $" {Durations.Text(Limit)}; at most {Text(MostBytes)} are accepted. What was done"
                    + $" stays done: see what slows it down, then run this step again",
                retryable: true
            );
    }

    private static string Text(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
