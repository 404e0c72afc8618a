namespace RunbookDsl.Postgres.Tests;

/// <summary>The pieces of an upgrade by logical replication, between two databases.</summary>
internal sealed class LogicalTests : TwoDatabasesTest
{
    private PublishOperation Publish => Pg.Publish(Db, Name).Tables("orders", "customer");

    private SubscribeOperation Subscribe => Pg.Subscribe(OtherDb, Db, Name);

    private DropSubscriptionOperation Drop => Pg.DropSubscription(OtherDb, Db, Name);

    [SetUp]
    public Task EmptyTheTargetAsync() => OtherSqlAsync("truncate customer, orders");

    // A database that something follows cannot be dropped.
    [TearDown]
    public async Task LetGoAsync() => await Drop.RunAsync(Both("let-go"), default);

    [Test, CancelAfter(120_000)]
    public async Task The_whole_way(CancellationToken stop)
    {
        var publishing = Both("publish");
        await publishing.DoAsync(Publish, stop);
        Assert.That(await Both().ProbeAsync(Publish, stop), Is.EqualTo(ProbeState.Done), "a second run");
        var subscribing = Both("subscribe");
        await FollowAsync(subscribing, stop);
        Assert.That(await Both().ProbeAsync(Subscribe, stop), Is.EqualTo(ProbeState.Done), "a second run");
        Assert.That(subscribing.Notes.Concat(publishing.Notes), Is.Empty);

        await SqlAsync(
            "update orders set total = 7 where id = 7; insert into customer (name) values ('last')"
        );
        var caughtUp = Pg.LogicalCaughtUp(Db, OtherDb, Name).Within(60.Seconds);
        var verdict = await Both().LookAsync(caughtUp, stop);
        Assert.That(verdict.Passed, verdict.Evidence);
        Assert.That(
            verdict.Evidence,
            Does.Match(
                $@"^database ""{Name}"" at {Where} was at [\dA-F]+/[\dA-F]+, and database ""{Other}"" at"
                    + $@" {Where}"
                    + @" has confirmed [\dA-F]+/[\dA-F]+; 2 tables$"
            )
        );
        var rows = Pg.CompareRows(Db, OtherDb).Tables("orders", "customer");
        var same = await Both().LookAsync(rows, stop);
        Assert.That(same.Passed, same.Evidence);
        Assert.That(
            await Both().ProbeAsync(Pg.SyncSequences(Db, OtherDb), stop),
            Is.EqualTo(ProbeState.NotDone)
        );

        await Both("drop").DoAsync(Drop, stop);
        Assert.That(await Both().ProbeAsync(Drop, stop), Is.EqualTo(ProbeState.Done), "a second run");
        await Publish.UndoAsync(publishing, Unit.Value, stop);
        Assert.That(await ReadAsync<long>("select count(*) from pg_publication"), Is.Zero);
        Assert.That((await Publish.ProbeUndoAsync(publishing, stop)).State, Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public void Tables_whose_updates_would_fail_are_not_published(CancellationToken stop)
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Publish(Db, Name).RunAsync(Both(), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                "3 tables have no primary key and no replica identity, and every UPDATE and DELETE of"
                    + " them would"
                    + " fail once they are published: public.audit, public.event, public.event_2026."
                    + " Nothing was"
                    + " changed: give them a primary key, or ALTER TABLE … REPLICA IDENTITY FULL"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_server_without_logical_log_is_told(CancellationToken stop)
    {
        var other = await Server.OtherAsync();
        var step = Both();
        step.Secrets[SecretName] = other.Url();

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => Publish.RunAsync(step, stop))!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"database \"postgres\" at 127.0.0.1 port {other.Port} has wal_level replica: logical"
                    + " replication"
                    + " needs wal_level = logical and a restart of the server. Nothing was changed"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Another_publication_of_that_name_is_a_conflict(CancellationToken stop)
    {
        await SqlAsync($"create publication {Name} for table customer");

        Assert.That(
            await Publish.ProbeAsync(Both(), stop),
            Is.EqualTo(
                Probe.Conflict($"publication {Name} has public.customer, not public.customer, public.orders")
            )
        );
    }

    [TestCase("", "has no publication * with tables. Nothing was changed: Pg.Publish comes first")]
    [TestCase(
        "drop table orders cascade",
        "lacks 1 published tables: public.orders. Nothing was changed: copy the schema first"
            + " (pg_dump --schema-only)"
    )]
    [TestCase(
        "insert into customer (name) values ('x')",
        "1 tables of database \"*_new\" at @ have rows already and would get them twice: public.customer."
            + " Nothing was changed"
    )]
    [CancelAfter(60_000)]
    public async Task What_is_not_ready_is_refused(string sql, string says)
    {
        if (sql.Length > 0)
            await Both().DoAsync(Publish, default);
        await OtherSqlAsync(sql);

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Subscribe.RunAsync(Both(), default)
        )!;

        var expected = says.Replace("*", Name, StringComparison.Ordinal)
            .Replace("@", Where, StringComparison.Ordinal);
        Assert.That(failure.Message, Does.EndWith(expected));
        Assert.That(await ReadAsync<long>(Slots), Is.Zero);
    }

    [Test, CancelAfter(120_000)]
    public async Task A_subscription_that_was_cut_off_is_cleared_and_made(CancellationToken stop)
    {
        await Both().DoAsync(Publish, stop);
        await SqlAsync($"select pg_create_logical_replication_slot('{Name}', 'pgoutput')");
        Assert.That(
            await Subscribe.ProbeAsync(Both(), stop),
            Is.EqualTo(Probe.Conflict($"the source has a slot {Name} that is not ours"))
        );
        var step = Both("subscribe");
        step.Captured = Captured.Of("slot", "absent");
        Assert.That(
            await Subscribe.ProbeAsync(step, stop),
            Is.EqualTo(Probe.Partial($"slot {Name} was made, and no subscription"))
        );

        await Subscribe.RepairAsync(step, stop);
        Assert.That(await ReadAsync<long>(Slots), Is.Zero);
        await FollowAsync(Both("subscribe"), stop);
    }

    [Test, CancelAfter(120_000)]
    public async Task An_undo_leaves_no_slot_behind(CancellationToken stop)
    {
        await Both().DoAsync(Publish, stop);
        var step = Both("subscribe");
        await FollowAsync(step, stop);
        var caughtUp = Pg.LogicalCaughtUp(Db, OtherDb, Name).Within(60.Seconds);
        Assert.That((await Both().LookAsync(caughtUp, stop)).Passed);
        Assert.That(await ReadOtherAsync<long>("select count(*) from orders"), Is.EqualTo(5000));
        Assert.That((await Subscribe.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.NotDone));

        await Subscribe.UndoAsync(step, Unit.Value, stop);

        Assert.That(await ReadOtherAsync<long>("select count(*) from orders"), Is.Zero);

        Assert.That((await Subscribe.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        Assert.That(await ReadAsync<long>(Slots), Is.Zero);
    }

    [Test, CancelAfter(120_000)]
    public async Task An_undo_does_not_delete_what_somebody_else_wrote(CancellationToken stop)
    {
        await Both().DoAsync(Publish, stop);
        var step = Both("subscribe");
        await FollowAsync(step, stop);
        var caughtUp = Pg.LogicalCaughtUp(Db, OtherDb, Name).Within(60.Seconds);
        Assert.That((await Both().LookAsync(caughtUp, stop)).Passed);
        await OtherSqlAsync("insert into customer (id, name) overriding system value values (9999, 'new')");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Subscribe.UndoAsync(step, Unit.Value, stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"public.customer of database \"{Other}\" at {Where} has more rows than the source: somebody"
                    + " else wrote them. The subscription is dropped; look at the tables, then empty them"
                    + " by hand"
            )
        );
        Assert.That(await ReadOtherAsync<long>("select count(*) from customer"), Is.EqualTo(501));
    }

    [Test, CancelAfter(60_000)]
    public async Task Without_a_subscription_nothing_has_caught_up(CancellationToken stop) =>
        Assert.That(
            await Both().LookAsync(Pg.LogicalCaughtUp(Db, OtherDb, Name), stop),
            Is.EqualTo(
                Verdict.Fail(
                    $"database \"{Other}\" at {Where} has no subscription {Name} that follows a table"
                )
            )
        );

    [Test, CancelAfter(60_000)]
    public async Task The_password_is_in_no_message_and_no_log(CancellationToken stop)
    {
        await Both().DoAsync(Publish, stop);
        // Taken by another database: the last command fails, with the password in it.
        await Both().RunAsyncOf(Subscribe, stop);
        await Subscription("alter subscription @ disable");
        await Subscription("alter subscription @ set (slot_name = none)");
        await SqlAsync($"select pg_drop_replication_slot('{Name}')");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => Subscribe.RunAsync(Both(), stop))!;

        Assert.That(
            failure.Message,
            Does.StartWith($"\"create subscription \"{Name}\"\" on database \"{Other}\"")
        );
        Assert.That(
            Server.Cluster.Log,
            Does.Contain("subscription").And.Not.Contain(Server.Cluster.Password)
        );
    }

    private const string Slots =
        "select count(*) from pg_replication_slots where database = current_database() and slot_name !~"
        + " '^pg_'";

    private Task Subscription(string sql) => OtherSqlAsync(sql.Replace("@", Name, StringComparison.Ordinal));

    // The copying goes on in the background: the engine looks again until it is there.
    private async Task FollowAsync(StepWorld step, CancellationToken stop)
    {
        Assert.That(await step.ProbeAsync(Subscribe, stop), Is.EqualTo(ProbeState.NotDone));
        await step.RunAsyncOf(Subscribe, stop);
        await Eventually(async () => (await Subscribe.VerifyAsync(step, Unit.Value, stop)).Passed);
    }
}
