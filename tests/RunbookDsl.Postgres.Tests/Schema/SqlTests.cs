namespace RunbookDsl.Postgres.Tests;

internal sealed class SqlTests : DatabaseTest
{
    private static string Where(string name) =>
        $"database \"{name}\" at 127.0.0.1 port {Server.Cluster.Port}";

    [Test, CancelAfter(60_000)]
    public async Task Execute_changes_all_or_nothing(CancellationToken stop)
    {
        var result = await Step()
            .DoAsync(
                Pg.Execute(Db, "delete from audit where what = @what; delete from event")
                    .With("what", "entry 7"),
                stop
            );
        Assert.That(result, Is.EqualTo(new ExecuteResult(301)));

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Execute(Db, "delete from audit; select 1 / 0").RunAsync(Step(), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"\"delete from audit; select 1 / 0\" on {Where(Name)} failed: division by zero"
                    + $" (SQLSTATE 22012). Nothing of this"
                    + " statement was kept"
            )
        );
        Assert.That(await ReadAsync<long>("select count(*) from audit"), Is.EqualTo(999));
    }

    [Test, CancelAfter(60_000)]
    public async Task Execute_in_doubt_is_unknown_without_a_query_and_told_with_one(CancellationToken stop)
    {
        var execute = Pg.Execute(Db, "delete from audit");
        var told = execute.DoneWhen("select not exists (select from audit)");
        var step = Step();
        step.InDoubt = true;

        Assert.That(await step.ProbeAsync(execute, stop), Is.EqualTo(ProbeState.Unknown));
        Assert.That(await step.ProbeAsync(told, stop), Is.EqualTo(ProbeState.NotDone));
        await Step().DoAsync(told, stop);
        Assert.That(await step.ProbeAsync(told, stop), Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task Execute_whose_session_is_ended_is_in_doubt(CancellationToken stop)
    {
        var working = Pg.Execute(Db, "select pg_sleep(60)").RunAsync(Step(), stop);
        await Eventually(() => IsSleepingAsync(stop));

        await ServerSqlAsync(
            $"select pg_terminate_backend(pid) from pg_stat_activity where application_name ="
                + $" 'rb:r1-{Name}/step'"
        );

        var doubt = Assert.ThrowsAsync<OutcomeUnknownException>(() => working)!;
        Assert.That(
            doubt.Message,
            Is.EqualTo(
                $"\"select pg_sleep(60)\" on {Where(Name)} was sent and its outcome is unknown:"
                    + $" terminating connection due to"
                    + " administrator command. The server may still be working on it: look for"
                    + " its application_name in"
                    + " pg_stat_activity"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Execute_cancelled_and_rolled_back_is_failed(CancellationToken stop)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var working = Pg.Execute(Db, "select pg_sleep(60)").RunAsync(Step(), cancel.Token);
        await Eventually(() => IsSleepingAsync(stop));

        await cancel.CancelAsync();

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => working)!;
        Assert.That(failure.Message, Does.Contain("(SQLSTATE 57014)"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Query_reads_one_value_or_a_column(CancellationToken stop)
    {
        Assert.That(
            await Step().DoAsync(Pg.Query<long>(Db, "select count(*) from orders"), stop),
            Is.EqualTo(5000)
        );
        Assert.That(
            await Step()
                .DoAsync(Pg.Query<string[]>(Db, "select name from customer order by id limit 2"), stop),
            Is.EqualTo(new[] { "customer 1", "customer 2" })
        );
        Assert.That(await Step().DoAsync(Pg.Query<int>(Db, "select 1::bigint"), stop), Is.EqualTo(1));
        Assert.That(await Step().DoAsync(Pg.Query<int?>(Db, "select null::int"), stop), Is.Null);
    }

    [TestCase(
        "select id from customer",
        "gave 500 rows; one value was expected. Ask for an array to read them all"
    )]
    [TestCase("select 'x'", "gave String, which is no Int64; cast it in the SQL, or ask for another type")]
    [TestCase(
        "delete from audit",
        "failed: cannot execute DELETE in a read-only transaction (SQLSTATE 25006). The session"
            + " is read-only: see default_transaction_read_only, or this is a standby"
    )]
    [CancelAfter(60_000)]
    public void Query_says_what_is_wrong(string sql, string expected, CancellationToken stop)
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Query<long>(Db, sql).RunAsync(Step(), stop)
        )!;

        Assert.That(failure.Message, Is.EqualTo($"\"{sql}\" on {Where(Name)} {expected}"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Check_wants_true(CancellationToken stop)
    {
        Assert.That(
            (await Step().LookAsync(Pg.Check(Db, "select count(*) = 5000 from orders"), stop)).Passed
        );
        Assert.That(
            await Step().LookAsync(Pg.Check(Db, "select count(*) = 1 from orders"), stop),
            Is.EqualTo(
                Verdict.Fail($"\"select count(*) = 1 from orders\" on {Where(Name)} is False; expected true")
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Ddl_gives_way_and_tries_again(CancellationToken stop)
    {
        await using var report = await ConnectAsync();
        await RunAsync(report, "begin; select 1 from orders limit 1");
        var step = Step();
        step.OnWait = () => step.Waits.Count == 2 ? RunAsync(report, "rollback") : Task.CompletedTask;
        var ddl = Pg.Ddl(Db, "alter table orders add column note text")
            .LockTimeout(100.Milliseconds)
            .Retries(5, 10.Milliseconds)
            .DoneWhen(
                "select exists (select from pg_attribute where attrelid = 'orders'::regclass and"
                    + " attname = 'note')"
            );

        var result = await step.DoAsync(ddl, stop);

        Assert.That(result.Attempts, Is.EqualTo(3));
        Assert.That(step.Waits, Is.EqualTo(new[] { 10.Milliseconds, 20.Milliseconds }));
        Assert.That(await step.ProbeAsync(ddl, stop), Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task Ddl_that_never_gets_its_lock_changes_nothing(CancellationToken stop)
    {
        await using var report = await ConnectAsync();
        await RunAsync(report, "begin; select 1 from orders limit 1");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Ddl(Db, "alter table orders add column note text; alter table audit add column x int")
                .LockTimeout(50.Milliseconds)
                .Retries(2)
                .RunAsync(Step(), stop)
        )!;

        Assert.That(failure.Retryable);
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"\"alter table orders add column note text; alter table audit add column x int\""
                    + $" on {Where(Name)} got no lock in 2"
                    + " attempts of 50ms. Nothing was changed. Find the holder with"
                    + " Pg.LongTransactions or pg_blocking_pids,"
                    + " then try again"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Ddl_outside_a_transaction_builds_an_index_concurrently(CancellationToken stop)
    {
        var ddl = Pg.Ddl(Db, "create index concurrently audit_at on audit (at)")
            .OutsideTransaction()
            .DoneWhen("select indisvalid from pg_index where indexrelid = to_regclass('audit_at')");

        await Step().DoAsync(ddl, stop);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_database_in_use_is_dropped_only_by_force(CancellationToken stop)
    {
        await using var web = await ConnectAsync();
        var drop = Pg.DropDatabase(Db.Named(Name));

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => drop.RunAsync(Step(), stop))!;
        Assert.That(
            failure.Message,
            Does.EndWith("(SQLSTATE 55006). Somebody is still connected; drain the database first")
        );

        await Step().DoAsync(drop.Force(), stop);
        Assert.That(await Step().ProbeAsync(drop, stop), Is.EqualTo(ProbeState.Done));
    }

    private async Task<bool> IsSleepingAsync(CancellationToken stop)
    {
        var probe = await Pg.Execute(Db, "anything").ProbeAsync(Step(), stop);
        return probe.State == ProbeState.InFlight
            && probe.Evidence.Contains("pg_sleep", StringComparison.Ordinal);
    }
}
