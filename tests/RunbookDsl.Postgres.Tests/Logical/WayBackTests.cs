namespace RunbookDsl.Postgres.Tests;

/// <summary>The other direction, once the application writes to the new side.</summary>
internal sealed class WayBackTests : TwoDatabasesTest
{
    private const string Slots = "select count(*) from pg_replication_slots where slot_name = '{0}'";

    private SubscribeOperation Subscribe => Pg.Subscribe(Db, OtherDb, Name).WithoutCopy();

    private PauseSubscriptionOperation Pause => Pg.PauseSubscription(Db, Name);

    private CaughtUpCheck CaughtUp => Pg.LogicalCaughtUp(OtherDb, Db, Name).Within(60.Seconds);

    [SetUp]
    public Task PublishAsync() =>
        Both("publish").DoAsync(Pg.Publish(OtherDb, Name).Tables("orders", "customer"), default);

    [TearDown]
    public async Task LetGoAsync() =>
        await Pg.DropSubscription(Db, OtherDb, Name).RunAsync(Both("let-go"), default);

    [Test, CancelAfter(120_000)]
    public async Task What_is_there_is_not_copied_and_what_comes_arrives(CancellationToken stop)
    {
        var step = await FollowAsync(stop);
        await WriteAsync("insert into customer (name) values ('written on the new side')");

        Assert.That((await Both().LookAsync(CaughtUp, stop)).Passed);

        Assert.That(await ReadAsync<long>("select count(*) from customer"), Is.EqualTo(501));
        Assert.That(
            await ReadAsync<long>("select count(*) from customer where name like 'written%'"),
            Is.EqualTo(1)
        );
        Assert.That(await step.ProbeAsync(Subscribe, stop), Is.EqualTo(ProbeState.Done), "a second run");
    }

    [Test, CancelAfter(120_000)]
    public async Task Its_undo_waits_for_what_is_on_its_way_and_keeps_every_row(CancellationToken stop)
    {
        var step = await FollowAsync(stop);
        await WriteAsync("insert into customer (name) select 'late ' || i from generate_series(1, 20000) i");

        await Subscribe.UndoAsync(step, Unit.Value, stop);

        Assert.That(await ReadAsync<long>("select count(*) from customer"), Is.EqualTo(20_500));
        Assert.That((await Subscribe.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        Assert.That(await ReadOtherAsync<long>(string.Format(null, Slots, Name)), Is.Zero);
        Assert.That(step.Notes.Single(), Does.Match(" has confirmed .*; 2 tables$"));
        await Subscribe.UndoAsync(step, Unit.Value, stop);
    }

    [Test, CancelAfter(120_000)]
    public async Task What_has_not_arrived_is_not_cut_off(CancellationToken stop)
    {
        var hasty = Subscribe.WithoutCopy(arrivesWithin: 1.Milliseconds);
        var step = await FollowAsync(stop);
        await Both("pause").RunAsyncOf(Pause, stop);
        await WriteAsync("insert into customer (name) values ('not yet there')");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            hasty.UndoAsync(step, Unit.Value, stop)
        )!;

        Assert.That(
            failure.Message,
            Does.Match(
                $@"^database ""{Other}"" at {Where} was at [\dA-F/]+, and database ""{Name}"" at {Where} has"
                    + @" confirmed [\dA-F/]+\. The subscription is not dropped before it has everything: is"
                    + @" the source fenced\?$"
            )
        );
        Assert.That(await ReadOtherAsync<long>(string.Format(null, Slots, Name)), Is.EqualTo(1));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_subscription_that_rests_takes_nothing_over_until_it_goes_on(CancellationToken stop)
    {
        await FollowAsync(stop);
        var step = Both("pause");
        Assert.That(await step.ProbeAsync(Pause, stop), Is.EqualTo(ProbeState.NotDone));
        await step.RunAsyncOf(Pause, stop);
        await Eventually(async () => (await Pause.VerifyAsync(step, Unit.Value, stop)).Passed);
        Assert.That(await Both().ProbeAsync(Pause, stop), Is.EqualTo(ProbeState.Done), "a second run");
        await WriteAsync("insert into customer (name) values ('meanwhile')");
        var open = Pg.LogicalCaughtUp(OtherDb, Db, Name);
        Assert.That((await Both().LookAsync(open, stop)).Passed, Is.False);
        Assert.That((await Pause.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.NotDone));

        await Pause.UndoAsync(step, Unit.Value, stop);

        Assert.That((await Pause.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        Assert.That((await Both().LookAsync(CaughtUp, stop)).Passed);
        Assert.That(await ReadAsync<long>("select count(*) from customer"), Is.EqualTo(501));
    }

    [Test, CancelAfter(60_000)]
    public void There_has_to_be_one(CancellationToken stop)
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() => Pause.ProbeAsync(Both(), stop))!;

        Assert.That(
            failure.Message,
            Is.EqualTo($"database \"{Name}\" at {Where} has no subscription {Name}. Nothing was changed")
        );
    }

    // These servers put off what a commit writes: a position that is asked for at once would be before it.
    private Task WriteAsync(string sql) => OtherSqlAsync($"set synchronous_commit = on; {sql}");

    private async Task<StepWorld> FollowAsync(CancellationToken stop)
    {
        var step = Both("subscribe");
        Assert.That(await step.ProbeAsync(Subscribe, stop), Is.EqualTo(ProbeState.NotDone));
        await step.RunAsyncOf(Subscribe, stop);
        await Eventually(async () => (await Subscribe.VerifyAsync(step, Unit.Value, stop)).Passed);
        return step;
    }
}
