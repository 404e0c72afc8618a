namespace RunbookDsl.Postgres.Tests;

internal sealed class BatchesTests : DatabaseTest
{
    private const string Batch = """
        update orders set cents = (100 * total)::bigint
        where id in (select id from orders where cents is null order by id limit 1200)
        """;

    private const string Remaining = "select count(*) from orders where cents is null";

    private string Where => $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}";

    // Tests beside this one have subscribers of their own on the same server.
    private static BatchesOperation Migrate =>
        Pg.Batches(Db, Batch, Remaining)
            .Keeping("select count(*) || ' ' || sum(total) from orders")
            .LagBelow(long.MaxValue);

    [SetUp]
    public Task AddColumnAsync() => SqlAsync("alter table orders add cents bigint");

    [Test, CancelAfter(60_000)]
    public async Task Every_row_is_changed_once_and_nothing_else(CancellationToken stop)
    {
        var step = Step();

        var made = await step.DoAsync(Migrate, stop);

        Assert.That(made, Is.EqualTo(new BatchesResult(5000, 5000, 5)));
        Assert.That(
            await ReadAsync<decimal>("select sum(cents) - 100 * sum(total) from orders"),
            Is.EqualTo(0)
        );
        Assert.That(
            (await Migrate.VerifyAsync(step, made, stop)).Evidence,
            Is.EqualTo("no row is left of 5000, and 5000 12502500 is kept")
        );
        var again = await Migrate.ProbeAsync(Step(), stop);
        Assert.That(
            (again.State, again.Evidence),
            Is.EqualTo((ProbeState.Done, "no row is left to be changed"))
        );
        // Found done by another run, with nothing captured that could be compared.
        Assert.That(
            await Migrate.VerifyAsync(Step("later"), (BatchesResult)again.Result!, stop),
            Is.EqualTo(Verdict.Pass("no row is left"))
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task An_interrupted_run_goes_on_where_it_was(CancellationToken stop)
    {
        var step = Step();
        step.Captured = await Migrate.CaptureAsync(step, stop);
        step.OnWait = () => throw new OperationCanceledException("the runner dies between two batches");
        Assert.CatchAsync<OperationCanceledException>(() => Migrate.RunAsync(step, stop));
        var later = Step();
        (later.InDoubt, later.Captured) = (true, step.Captured);
        var probe = await Migrate.ProbeAsync(later, stop);
        Assert.That(
            (probe.State, probe.Evidence),
            Is.EqualTo((ProbeState.NotDone, "3800 rows are to be changed"))
        );

        var made = await Migrate.RunAsync(later, stop);

        Assert.That(made, Is.EqualTo(new BatchesResult(5000, 3800, 4)));
        Assert.That((await Migrate.VerifyAsync(later, made, stop)).Passed);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_batch_that_changes_nothing_that_counts_comes_to_an_end(CancellationToken stop)
    {
        const string Idle = "update orders set customer = customer where id = 1";
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Batches(Db, Idle, Remaining).LagBelow(long.MaxValue).RunAsync(Step(), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"5000 rows are left in {Where} and 20 batches made them no fewer. Batches before those are"
                    + $" kept. Does \"{Idle}\" change what \"{Remaining}\" counts?"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_failed_batch_leaves_those_before_it(CancellationToken stop)
    {
        await SqlAsync("alter table orders add check (cents < 400000)");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => Migrate.RunAsync(Step(), stop))!;

        Assert.That(failure.Message, Does.Contain("SQLSTATE 23514"));
        Assert.That(await ReadAsync<long>("select count(cents) from orders"), Is.EqualTo(3600));
    }

    [Test, CancelAfter(60_000)]
    public async Task Lost_rows_and_rows_left_fail_the_verification(CancellationToken stop)
    {
        var step = Step();
        var made = await step.DoAsync(Migrate, stop);
        await SqlAsync("delete from orders where id = 1");

        var lost = await Migrate.VerifyAsync(step, made, stop);
        await SqlAsync("insert into orders (customer, total) values (1, 1)");
        var left = await Migrate.VerifyAsync(step, made, stop);

        Assert.That(
            lost.Evidence,
            Is.EqualTo(
                "\"select count(*) || ' ' || sum(total) from orders\" was 5000 12502500 and is 4999 12502499"
            )
        );
        Assert.That(left.Evidence, Is.EqualTo("1 rows are left: somebody still writes them in the old form"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_lock_that_is_not_granted_ends_it_retryable(CancellationToken stop)
    {
        await using var other = await ConnectAsync();
        await RunAsync(other, "begin; select from orders where id = 7 for update");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Migrate.LockTimeout(TimeSpan.FromMilliseconds(100)).RunAsync(Step(), stop)
        )!;

        Assert.That(failure.Retryable, failure.Message);
        Assert.That(failure.Message, Does.Contain("SQLSTATE 55P03"));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_no_number_of_rows_is_refused(CancellationToken stop)
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Batches(Db, Batch, "select 'many'").ProbeAsync(Step(), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"\"select 'many'\" on {Where} gave many; expected a number of rows, as select count(*)"
                    + $" gives it"
            )
        );
    }
}
