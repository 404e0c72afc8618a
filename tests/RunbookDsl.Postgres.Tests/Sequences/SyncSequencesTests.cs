namespace RunbookDsl.Postgres.Tests;

internal sealed class SyncSequencesTests : TwoDatabasesTest
{
    private const string Stand = """
        create sequence invoice start 1000; select nextval('invoice');
        create sequence down increment -1; select nextval('down'), nextval('down');
        create sequence "Odd Name"; create sequence unused;
        """;

    private static SyncSequencesOperation Sync => Pg.SyncSequences(Db, OtherDb);

    [SetUp]
    public async Task LeaveTheTargetBehindAsync()
    {
        await SqlAsync(Stand);
        await SqlAsync("select nextval('down'); select setval('\"Odd Name\"', 7, false)");
        await OtherSqlAsync(
            """
            create sequence invoice start 1000; create sequence down increment -1;
            create sequence "Odd Name"; create sequence unused;
            select setval('orders_id_seq', 3); select setval('customer_id_seq', 900);
            """
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Every_sequence_reaches_its_source_and_none_goes_back(CancellationToken stop)
    {
        var step = Both();

        var result = await step.DoAsync(Sync, stop);

        Assert.That(
            result.Set,
            Is.EquivalentTo(
                new Dictionary<string, string>
                {
                    ["public.orders_id_seq"] = "5000",
                    ["public.invoice"] = "1000",
                    ["public.down"] = "-3",
                    ["public.\"Odd Name\""] = "7 not used",
                }
            )
        );
        Assert.That(result.Kept, Is.EqualTo(2), "one was further, one is unused on both sides");
        Assert.That(await ReadOtherAsync<long>("select nextval('orders_id_seq')"), Is.EqualTo(5001));
        Assert.That(await ReadOtherAsync<long>("select nextval('customer_id_seq')"), Is.EqualTo(901));
        Assert.That(await ReadOtherAsync<long>("select nextval('invoice')"), Is.EqualTo(1001));
        Assert.That(await ReadOtherAsync<long>("select nextval('down')"), Is.EqualTo(-4));
        Assert.That(await ReadOtherAsync<long>("select nextval('\"Odd Name\"')"), Is.EqualTo(7));
        Assert.That((await Step().LookAsync(Pg.CheckSequences(Db), stop)).Passed);
        Assert.That(await Both().ProbeAsync(Sync, stop), Is.EqualTo(ProbeState.Done), "a second run");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_gap_is_left(CancellationToken stop)
    {
        await Both().DoAsync(Sync.Gap(100), stop);

        Assert.That(await ReadOtherAsync<long>("select nextval('orders_id_seq')"), Is.EqualTo(5101));
        Assert.That(await ReadOtherAsync<long>("select nextval('down')"), Is.EqualTo(-104));
        Assert.That(await Both().ProbeAsync(Sync.Gap(100), stop), Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_source_that_goes_on_fails_the_verification(CancellationToken stop)
    {
        var step = Both();
        var result = await step.RunAsyncOf(Sync, stop);
        await SqlAsync("select nextval('orders_id_seq')");

        Assert.That(
            await Sync.VerifyAsync(step, result, stop),
            Is.EqualTo(
                Verdict.Fail(
                    "behind the source: public.orders_id_seq is at 5000, not 5001. Is the source still"
                        + " written to? Fence it, then run this step again"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_missing_sequence_stops_it_before_anything_is_set(CancellationToken stop)
    {
        await OtherSqlAsync("drop sequence invoice");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => Sync.RunAsync(Both(), stop))!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"database \"{Other}\" at {Where} lacks 1 sequences of the source: public.invoice."
                    + " Nothing was"
                    + " changed: copy the schema first"
            )
        );
        Assert.That(await ReadOtherAsync<long>("select last_value from orders_id_seq"), Is.EqualTo(3));
    }

    [Test, CancelAfter(60_000)]
    public async Task An_undo_puts_back_what_nobody_used(CancellationToken stop)
    {
        var step = Both();
        var result = await step.DoAsync(Sync, stop);
        step.Outcome = result;
        await OtherSqlAsync("select nextval('invoice')");
        Assert.That((await Sync.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.NotDone));

        await Sync.UndoAsync(step, result, stop);

        Assert.That(await ReadOtherAsync<long>("select last_value from orders_id_seq"), Is.EqualTo(3));
        Assert.That(await ReadOtherAsync<long>("select nextval('down')"), Is.EqualTo(-1));
        Assert.That(await ReadOtherAsync<long>("select last_value from invoice"), Is.EqualTo(1001));
        Assert.That(step.Notes, Does.Contain("public.invoice was drawn from since and stays at 1001"));
        Assert.That((await Sync.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_run_that_was_cut_off_is_finished_by_the_next(CancellationToken stop)
    {
        // As if the process had ended between two of them.
        await OtherSqlAsync("select setval('orders_id_seq', 5000)");
        var step = Both();
        step.InDoubt = true;

        Assert.That(await step.ProbeAsync(Sync, stop), Is.EqualTo(ProbeState.NotDone));
        var result = await step.DoAsync(Sync, stop);

        Assert.That(result.Set.Keys, Does.Not.Contain("public.orders_id_seq"));
        Assert.That(await ReadOtherAsync<long>("select last_value from invoice"), Is.EqualTo(1000));
    }
}
