namespace RunbookDsl.Postgres.Tests;

internal sealed class ReindexTests : DatabaseTest
{
    [TestCase(false)]
    [TestCase(true)]
    [CancelAfter(60_000)]
    public async Task Every_index_is_rebuilt_and_found_done(bool concurrently, CancellationToken stop)
    {
        var step = Step();
        var reindex = concurrently ? Pg.Reindex(Db).Concurrently() : Pg.Reindex(Db);

        var result = await step.DoAsync(reindex, stop);

        Assert.That((result.Indexes, result.Dropped.Count), Is.EqualTo((3L, 0)));
        Assert.That(await step.ProbeAsync(reindex, stop), Is.EqualTo(ProbeState.Done));
        Assert.That(await Step("later").ProbeAsync(reindex, stop), Is.EqualTo(ProbeState.NotDone));
    }

    [Test, CancelAfter(60_000)]
    public async Task One_table_only(CancellationToken stop)
    {
        var step = Step();
        var reindex = Pg.Reindex(Db).Tables("public.orders").Jobs(2);
        step.Captured = await reindex.CaptureAsync(step, stop);
        await SqlAsync("reindex index orders_pkey");
        Assert.That(
            (await reindex.ProbeAsync(step, stop)).Evidence,
            Does.StartWith("1 indexes were not rebuilt since transaction ")
        );

        var result = await step.DoAsync(reindex, stop);

        Assert.That(result.Indexes, Is.EqualTo(2));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_leftover_of_a_failed_rebuild_is_dropped_first(CancellationToken stop)
    {
        await LeaveInvalidAsync(stop);
        Assert.That(
            await Step().LookAsync(Pg.CheckInvalidIndexes(Db), stop),
            Is.EqualTo(
                Verdict.Fail(
                    $"1 invalid indexes in database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}:"
                        + " public.orders_customer_ccnew. Drop those named _ccnew or _ccold with"
                        + " DROP INDEX CONCURRENTLY, rebuild"
                        + " the others with REINDEX INDEX"
                )
            )
        );
        var step = Step();

        var result = await step.DoAsync(Pg.Reindex(Db).Concurrently(), stop);

        Assert.That(result.Dropped, Is.EqualTo(new[] { "public.orders_customer_ccnew" }));
        Assert.That((await Step().LookAsync(Pg.CheckInvalidIndexes(Db), stop)).Passed);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_leftover_after_a_crash_is_partial_and_cleared(CancellationToken stop)
    {
        var step = Step();
        var reindex = Pg.Reindex(Db).Concurrently();
        step.Captured = await reindex.CaptureAsync(step, stop);
        await LeaveInvalidAsync(stop);
        Assert.That(await step.ProbeAsync(reindex, stop), Is.EqualTo(ProbeState.Partial));

        await reindex.RepairAsync(step, stop);

        Assert.That((await Step().LookAsync(Pg.CheckInvalidIndexes(Db), stop)).Passed);
        Assert.That(await step.ProbeAsync(reindex, stop), Is.EqualTo(ProbeState.NotDone));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_lost_index_fails_the_verification(CancellationToken stop)
    {
        var step = Step();
        var reindex = Pg.Reindex(Db);
        var result = await step.DoAsync(reindex, stop);
        await SqlAsync("drop index orders_customer");

        Assert.That(
            await reindex.VerifyAsync(step, result, stop),
            Is.EqualTo(Verdict.Fail("2 indexes are there; before the rebuild there were 3"))
        );
    }

    // reindexdb does so when its connection breaks.
    [Test, CancelAfter(60_000)]
    public async Task What_a_first_round_left_out_is_rebuilt_in_a_second(CancellationToken stop)
    {
        var step = Step();
        var reindex = Pg.Reindex(Db);
        step.Captured = await reindex.CaptureAsync(step, stop);
        step.Commands.Forgetful = "reindexdb";

        var result = await reindex.RunAsync(step, stop);

        Assert.That(step.Commands.Forgetful, Is.Null);
        var verdict = await reindex.VerifyAsync(step, result, stop);
        Assert.That(verdict.Passed, Is.True, verdict.Evidence);
    }

    /// <summary>A concurrent rebuild that waits for an old transaction, and is killed.</summary>
    private async Task LeaveInvalidAsync(CancellationToken stop)
    {
        await using var old = await ConnectAsync();
        await RunAsync(old, "begin; select 1 from orders limit 1 for update");
        await using var rebuilding = await ConnectAsync();
        var rebuild = RunAsync(rebuilding, "reindex index concurrently orders_customer");
        await Eventually(async () =>
            await ReadAsync<long>("select count(*) from pg_class where relname = 'orders_customer_ccnew'")
            == 1
        );
        await ServerSqlAsync($"select pg_terminate_backend({rebuilding.ProcessID})");
        Assert.CatchAsync<Npgsql.NpgsqlException>(() => rebuild.WaitAsync(stop));
    }
}
