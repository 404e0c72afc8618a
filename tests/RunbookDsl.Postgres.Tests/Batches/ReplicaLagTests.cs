namespace RunbookDsl.Postgres.Tests;

internal sealed class ReplicaLagTests
{
    [Test, CancelAfter(120_000)]
    public async Task Batches_wait_for_a_replica_that_stands_still(CancellationToken stop)
    {
        await using var pair = await Pair.StartAsync();
        await pair.SqlAsync("insert into t select generate_series(1, 20000)");
        var batches = Pg.Batches(
                Pair.Old,
                "update t set id = -id where id in (select id from t where id > 0 order by id limit 10000)",
                "select count(*) from t where id > 0"
            )
            .LagBelow(100_000, TimeSpan.FromSeconds(2));
        await ReplayAsync(pair, "pg_wal_replay_pause", stop);
        var step = pair.Step();
        step.Captured = await batches.CaptureAsync(step, stop);

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => batches.RunAsync(step, stop))!;

        Assert.That(failure.Retryable);
        Assert.That(
            failure.Message,
            Does.Match(
                @"^a replica of database ""shop"" at 127\.0\.0\.1 port \d+ still lacks [\d,]+ bytes of"
                    + " the log after 2s; at most 100,000 are accepted. What was done stays done: see what"
                    + " slows it down, then run this step again$"
            )
        );
        await ReplayAsync(pair, "pg_wal_replay_resume", stop);
        var made = await batches.LagBelow(1 << 30).RunAsync(pair.Step(), stop);
        Assert.That(
            await pair.ReadAsync<long>(Pair.OldSecret, "select count(*) from t where id > 0"),
            Is.Zero
        );
        Assert.That(made.Batches, Is.InRange(1, 2));
    }

    private static Task<int> ReplayAsync(Pair pair, string function, CancellationToken stop) =>
        PgSession.WithAsync(
            pair.Step("replay"),
            Pair.New,
            SessionUse.AsApplication,
            s => s.ScalarAsync<int>($"select 1 from {function}()"),
            stop
        );
}
