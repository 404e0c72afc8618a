namespace RunbookDsl.Postgres.Tests;

internal sealed class ArchiveTests : DatabaseTest
{
    private const string Old = "total <= 2500";

    private string Where => $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}";

    // Tests beside this one have subscribers of their own on the same server.
    private static ArchiveOldDataOperation Archive =>
        Pg.ArchiveOldData(Db, "public.orders", "public.orders_archive", Old).LagBelow(long.MaxValue);

    [Test, CancelAfter(60_000)]
    public async Task Rows_are_in_the_archive_and_no_longer_in_the_table(CancellationToken stop)
    {
        var step = Step();
        var sum = await ReadAsync<decimal>("select sum(total) from orders");

        var made = await step.DoAsync(Archive, stop);

        Assert.That(made, Is.EqualTo(new ArchiveResult(2500, 3)));
        Assert.That(await CountAsync("orders"), Is.EqualTo(2500));
        Assert.That(
            await ReadAsync<decimal>(
                "select sum(total) from (select total from orders union all select total from"
                    + " orders_archive) t"
            ),
            Is.EqualTo(sum)
        );
        Assert.That(
            await ReadAsync<string>(
                "select min(rb_archived_by) || ' ' || max(rb_archived_by) from orders_archive"
            ),
            Is.EqualTo($"r1-{Name}/step r1-{Name}/step")
        );
        Assert.That(
            (await Archive.VerifyAsync(step, made, stop)).Evidence,
            Is.EqualTo("2500 rows are in public.orders_archive, none is left in public.orders")
        );
        var again = await Archive.ProbeAsync(Step(), stop);
        Assert.That(
            (again.State, again.Evidence, again.Result),
            Is.EqualTo((ProbeState.Done, "no row is left to be moved, 2500 were", new ArchiveResult(2500, 0)))
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task An_interrupted_run_goes_on_with_what_is_left(CancellationToken stop)
    {
        var step = Step();
        var archive = Archive.Batch(400, TimeSpan.FromSeconds(1));
        step.Captured = await archive.CaptureAsync(step, stop);
        step.OnWait = () => throw new OperationCanceledException("the runner dies between two batches");
        Assert.CatchAsync<OperationCanceledException>(() => archive.RunAsync(step, stop));
        Assert.That(
            (await CountAsync("orders"), await CountAsync("orders_archive")),
            Is.EqualTo((4600L, 400L))
        );
        var later = Step();
        (later.InDoubt, later.Captured) = (true, step.Captured);
        var probe = await archive.ProbeAsync(later, stop);
        Assert.That(
            (probe.State, probe.Evidence),
            Is.EqualTo((ProbeState.NotDone, "2100 rows are to be moved"))
        );

        var made = await archive.RunAsync(later, stop);

        Assert.That(made, Is.EqualTo(new ArchiveResult(2500, 6)));
        Assert.That((await archive.VerifyAsync(later, made, stop)).Passed);
        Assert.That(await ReadAsync<long>("select count(distinct id) from orders_archive"), Is.EqualTo(2500));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_undo_puts_back_what_this_step_took_and_nothing_else(CancellationToken stop)
    {
        await Step("first")
            .DoAsync(Pg.ArchiveOldData(Db, "public.orders", "public.orders_archive", "total <= 100"), stop);
        var before = await ReadAsync<string>(
            "select md5(string_agg(o::text, ',' order by id)) from orders o"
        );
        var step = Step();
        var made = await step.DoAsync(Archive, stop);

        await Archive.UndoAsync(step, made, stop);

        Assert.That(
            (await CountAsync("orders"), await CountAsync("orders_archive")),
            Is.EqualTo((4900L, 100L))
        );
        Assert.That(
            await ReadAsync<string>("select md5(string_agg(o::text, ',' order by id)) from orders o"),
            Is.EqualTo(before)
        );
        var undone = await Archive.ProbeUndoAsync(step, stop);
        Assert.That(
            (undone.State, undone.Evidence),
            Is.EqualTo((ProbeState.Done, "no row of this step is in public.orders_archive"))
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task The_undo_removes_the_archive_it_made_and_knows_generated_columns(CancellationToken stop)
    {
        await SqlAsync(
            """
            create table "Case" (id int generated always as identity primary key, "Net" int,
              gross int generated always as ("Net" * 2) stored);
            insert into "Case" ("Net") select generate_series(1, 50)
            """
        );
        var archive = Pg.ArchiveOldData(Db, "public.\"Case\"", "public.\"Case old\"", "\"Net\" <= 20");
        var before = await ReadAsync<string>(
            "select md5(string_agg(c::text, ',' order by id)) from \"Case\" c"
        );
        var step = Step();
        var made = await step.DoAsync(archive, stop);
        Assert.That(await ReadAsync<long>("select sum(gross) from \"Case old\""), Is.EqualTo(420));

        await archive.UndoAsync(step, made, stop);

        Assert.That(
            await ReadAsync<string>("select md5(string_agg(c::text, ',' order by id)) from \"Case\" c"),
            Is.EqualTo(before)
        );
        Assert.That(await ReadAsync<bool>("select to_regclass('public.\"Case old\"') is null"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Rows_that_others_hold_are_waited_for_and_then_said(CancellationToken stop)
    {
        await using var other = await ConnectAsync();
        await RunAsync(other, "begin; select from orders where id = 7 for update");
        var step = Step();

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => Archive.RunAsync(step, stop))!;

        Assert.That(failure.Retryable);
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"1 rows of public.orders in {Where} are held by other transactions and stay where they"
                    + $" are; all"
                    + " others were moved. Find the holder with Pg.LongTransactions, then run this step again"
            )
        );
        Assert.That(step.Waits.Count(w => w == TimeSpan.FromSeconds(1)), Is.EqualTo(20));
        await RunAsync(other, "rollback");
        var made = await Step().DoAsync(Archive, stop);
        Assert.That(made.Rows, Is.EqualTo(2500));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_trigger_that_swallows_rows_rolls_the_batch_back(CancellationToken stop)
    {
        await SqlAsync(
            """
            create table orders_archive (like orders, rb_archived_by text);
            create function swallow() returns trigger language plpgsql as 'begin return null; end';
            create trigger swallow before insert on orders_archive for each row when (new.id = 5)
              execute function swallow()
            """
        );

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => Archive.RunAsync(Step(), stop))!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                "1000 rows were taken from one of public.orders and public.orders_archive and 999 put into"
                    + " the other: a trigger or rule is in between. That batch was rolled back"
            )
        );
        Assert.That(await CountAsync("orders"), Is.EqualTo(5000));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_cannot_be_archived_row_by_row_is_refused(CancellationToken stop)
    {
        await SqlAsync(
            """
            create table item (id int, orders bigint references orders on delete cascade);
            create table narrow (id int, customer int, total text)
            """
        );

        Assert.Multiple(() =>
        {
            Assert.That(
                Message(Archive),
                Is.EqualTo(
                    $"rows of public.orders in {Where} cannot go without changing others that are not"
                        + $" archived:"
                        + " item (on delete cascade). Nothing was done: archive those tables first, and"
                        + " make their foreign keys refuse"
                )
            );
            Assert.That(
                Message(Pg.ArchiveOldData(Db, "public.audit", "public.audit_archive", "true")),
                Is.EqualTo(
                    $"public.audit in {Where} has no primary key. Nothing was done: name the columns that"
                        + $" tell its rows apart with .By(\"id\")"
                )
            );
            Assert.That(
                Message(Pg.ArchiveOldData(Db, "public.item", "public.narrow", "true").By("id")),
                Is.EqualTo(
                    $"public.narrow in {Where} lacks columns, or has them of another type: orders,"
                        + $" rb_archived_by."
                        + " Nothing was done. It needs the columns of public.item, and rb_archived_by text,"
                        + " so that an undo brings back what this step took and nothing else"
                )
            );
        });
        Assert.That(await ReadAsync<bool>("select to_regclass('orders_archive') is null"));

        string Message(ArchiveOldDataOperation archive) =>
            Assert.ThrowsAsync<OperationFailedException>(() => archive.RunAsync(Step(), stop))!.Message;
    }

    [TestCase("at < now() - '1 year'::interval", "now()")]
    [TestCase("at < CURRENT_DATE - 365", "CURRENT_DATE")]
    public void A_condition_that_changes_with_time_is_refused_where_it_is_written(
        string where,
        string found
    ) =>
        Assert.That(
            () => Pg.ArchiveOldData(Db, "public.audit", "public.old", where),
            Throws.ArgumentException.With.Message.EqualTo(
                $"the condition for public.audit changes with time ('{found}'): a run that is resumed tomorrow"
                    + " would move other rows. Write the date out, or make it a parameter"
            )
        );

    [Test, CancelAfter(60_000)]
    public async Task A_row_that_came_in_later_fails_the_verification(CancellationToken stop)
    {
        var step = Step();
        var made = await step.DoAsync(Archive, stop);
        await SqlAsync("insert into orders (customer, total) values (1, 7)");

        var more = await Archive.VerifyAsync(step, made, stop);
        await SqlAsync("delete from orders where total = 7; delete from orders_archive where total = 9");
        var fewer = await Archive.VerifyAsync(step, made, stop);

        Assert.That(
            more,
            Is.EqualTo(
                Verdict.Fail(
                    "1 rows of public.orders still fulfil the condition: somebody writes them, or the"
                        + " condition changes with time"
                )
            )
        );
        Assert.That(
            fewer,
            Is.EqualTo(Verdict.Fail("public.orders_archive has 2499 rows of this step instead of 2500"))
        );
    }

    private Task<long> CountAsync(string table) => ReadAsync<long>($"select count(*) from {table}");
}
