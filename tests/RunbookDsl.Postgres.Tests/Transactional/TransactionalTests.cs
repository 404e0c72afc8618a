using Npgsql;

namespace RunbookDsl.Postgres.Tests;

internal sealed class TransactionalTests : DatabaseTest
{
    private static ExecuteOperation Raise =>
        Pg.Execute(Db, "update orders set total = total + 1 where id = 7").Transactional();

    [Test, CancelAfter(60_000)]
    public async Task A_committed_change_is_told_with_its_rows(CancellationToken cancellation)
    {
        var step = Step();
        var result = await step.DoAsync(Raise, cancellation);
        Assert.That(result.Rows, Is.EqualTo(1));

        step.InDoubt = true;
        var probe = await Raise.ProbeAsync(step, cancellation);
        Assert.That(probe.State, Is.EqualTo(ProbeState.Done), probe.Evidence);
        Assert.That(probe.Result, Is.EqualTo(result));
        Assert.That(
            probe.Evidence,
            Is.EqualTo(
                $"committed on database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}, says its row "
                    + "in rb.effect_marker"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Once_it_was_looked_for_the_old_attempt_can_never_commit(CancellationToken cancellation)
    {
        var step = Step();
        step.InDoubt = true;
        Assert.That(await step.ProbeAsync(Raise, cancellation), Is.EqualTo(ProbeState.NotDone));

        // The old attempt arrives only now.
        var late = Assert.ThrowsAsync<OutcomeUnknownException>(() => Raise.RunAsync(step, cancellation));
        Assert.That(late!.Message, Does.StartWith("attempt 1 of 'step' was shut out: another process"));
        Assert.That(await ReadAsync<decimal>("select total from orders where id = 7"), Is.EqualTo(7));

        var next = Step();
        next.AttemptNumber = 2;
        Assert.That((await Raise.RunAsync(next, cancellation)).Rows, Is.EqualTo(1));
        Assert.That(await ReadAsync<decimal>("select total from orders where id = 7"), Is.EqualTo(8));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_transaction_that_nobody_will_end_is_ended_and_one_at_work_is_waited_for(
        CancellationToken cancellation
    )
    {
        var step = Step();
        await Raise.RunAsync(Step(run: "other"), cancellation);
        var name = SessionName.Of(step);
        await using var idle = await ConnectAsync(name);
        await RunAsync(idle, "begin");
        await RunAsync(
            idle,
            "insert into rb.effect_marker (run_id, step, key, epoch, attempt, is_done) "
                + $"values ('{step.RunId}', 'step', '{step.IdempotencyKey}', 1, 1, true)"
        );
        step.InDoubt = true;
        await Eventually(async () => await step.ProbeAsync(Raise, cancellation) == ProbeState.NotDone);

        await using var busy = await ConnectAsync(name);
        await using var sleep = new NpgsqlCommand("select pg_sleep(600)", busy);
        var sleeping = sleep.ExecuteNonQueryAsync(cancellation);
        await Eventually(async () =>
            await ReadAsync<long>(
                $"select count(*) from pg_stat_activity where application_name = '{name}' and state = 'active'"
            ) == 1
        );
        var probe = await Raise.ProbeAsync(step, cancellation);
        Assert.That(probe.State, Is.EqualTo(ProbeState.InFlight));
        Assert.That(probe.Evidence, Does.StartWith($"still at work on database \"{Name}\""));
        sleep.Cancel();
        Assert.That(async () => await sleeping, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task Sql_that_commits_by_itself_is_found_out(CancellationToken cancellation)
    {
        var step = Step();
        var sly = Pg.Execute(Db, "update orders set total = 0 where id = 7; commit; begin").Transactional();
        var error = Assert.ThrowsAsync<OutcomeUnknownException>(() => sly.RunAsync(step, cancellation));
        Assert.That(
            error!.Message,
            Does.StartWith("the SQL of 'step' ended its transaction itself, so nobody")
        );
        await Task.CompletedTask;
    }

    [Test, CancelAfter(60_000)]
    public async Task Code_in_a_transaction_has_a_result_that_survives(CancellationToken cancellation)
    {
        var step = Step();
        var move = Pg.Transaction(
            Db,
            async tx =>
            {
                await tx.ExecuteAsync("update orders set total = 0 where id = $1", 7L);
                var ids = await tx.ColumnAsync<long>("select id from orders where total = 0 order by id");
                return new Moved(ids.Count, await tx.ScalarAsync<string>("select 'yes'"));
            }
        );
        var result = await step.DoAsync(move, cancellation);
        Assert.That(result, Is.EqualTo(new Moved(1, "yes")));
        step.InDoubt = true;
        Assert.That((await move.ProbeAsync(step, cancellation)).Result, Is.EqualTo(result));
        Assert.That(move.Facts.Single(f => f.Name == "code").Value, Does.StartWith("async tx=>{await tx."));
    }

    [Test, CancelAfter(60_000)]
    public async Task Code_that_throws_leaves_nothing(CancellationToken cancellation)
    {
        var step = Step();
        var broken = Pg.Transaction(
            Db,
            async tx =>
            {
                await tx.ExecuteAsync("update orders set total = 0 where id = 7");
                return 1 / int.Parse("0", null);
            }
        );
        Assert.That(
            async () => await broken.RunAsync(step, cancellation),
            Throws.InstanceOf<DivideByZeroException>()
        );
        step.InDoubt = true;
        Assert.That(await step.ProbeAsync(broken, cancellation), Is.EqualTo(ProbeState.NotDone));
        Assert.That(await ReadAsync<decimal>("select total from orders where id = 7"), Is.EqualTo(7));
    }

    private sealed record Moved(int Count, string? Said);
}
