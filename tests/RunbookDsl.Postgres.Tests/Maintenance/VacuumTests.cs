namespace RunbookDsl.Postgres.Tests;

internal sealed class VacuumTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task A_vacuum_removes_dead_rows_and_is_found_done(CancellationToken stop)
    {
        await SqlAsync("delete from orders where id % 2 = 0");
        var step = Step();
        var vacuum = Pg.Vacuum(Db).Analyze().Jobs(2);

        var result = await step.DoAsync(vacuum, stop);

        Assert.That((result.Tables, result.DeadRowsAfter), Is.EqualTo((4, 0L)));
        Assert.That(await step.ProbeAsync(vacuum, stop), Is.EqualTo(ProbeState.Done));
        // What another step did before is no reason to skip this one.
        Assert.That(await Step("later").ProbeAsync(vacuum, stop), Is.EqualTo(ProbeState.NotDone));
    }

    [Test, CancelAfter(60_000)]
    public async Task Half_a_vacuum_is_not_done(CancellationToken stop)
    {
        var step = Step();
        var vacuum = Pg.Vacuum(Db);
        step.Captured = await vacuum.CaptureAsync(step, stop);
        await SqlAsync("vacuum orders");

        var probe = await vacuum.ProbeAsync(step, stop);

        Assert.That(probe.State, Is.EqualTo(ProbeState.NotDone));
        Assert.That(probe.Evidence, Does.EndWith(": public.audit, public.customer, public.event_2026"));
    }

    [Test, CancelAfter(60_000)]
    public async Task An_open_transaction_makes_the_verification_fail(CancellationToken stop)
    {
        await using var report = await ConnectAsync("report");
        await RunAsync(report, "begin isolation level repeatable read; select 1 from orders limit 1");
        await SqlAsync("delete from orders where id % 2 = 0");
        var step = Step();
        var vacuum = Pg.Vacuum(Db).Tables("public.orders");

        var result = await step.RunAsyncOf(vacuum, stop);
        var verdict = await vacuum.VerifyAsync(step, result, stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    "2500 dead rows are left, in public.orders: something holds them."
                        + " Pg.XminHolders shows which transaction,"
                        + " slot or standby"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public void An_unknown_table_fails_before_anything_is_done(CancellationToken stop)
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Vacuum(Db).Tables("public.ordres").RunAsync(Step(), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"no table public.ordres in database \"{Name}\" at 127.0.0.1 port"
                    + $" {Server.Cluster.Port}. Nothing was done; write"
                    + " names as schema.table"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task An_orphan_is_in_flight(CancellationToken stop)
    {
        await using var blocker = await ConnectAsync();
        await RunAsync(blocker, "begin; lock table orders in access exclusive mode");
        await using var orphan = await ConnectAsync($"rb:r1-{Name}/step");
        var vacuuming = RunAsync(orphan, "vacuum orders");
        await Eventually(async () => await Step().ProbeAsync(Pg.Vacuum(Db), stop) == ProbeState.InFlight);

        await RunAsync(blocker, "rollback");
        await vacuuming;

        Assert.That(await Step().ProbeAsync(Pg.Vacuum(Db), stop), Is.EqualTo(ProbeState.NotDone));
    }

    [Test, CancelAfter(60_000)]
    public async Task Progress_shows_who_is_waited_for(CancellationToken stop)
    {
        await using var blocker = await ConnectAsync("blocker");
        await RunAsync(blocker, "begin; lock table orders in access exclusive mode");
        var step = Step();
        var vacuuming = step.RunAsyncOf(Pg.Vacuum(Db).Tables("orders"), stop);

        await Eventually(() =>
            Task.FromResult(
                step.Reports.Any(r => r.Text.StartsWith("waits for pid", StringComparison.Ordinal))
            )
        );
        await RunAsync(blocker, "rollback");
        await vacuuming;

        Assert.That(
            step.Reports.Select(r => r.Text),
            Has.Some.EqualTo(
                $"waits for pid {blocker.ProcessID}: blocker idle in transaction lock table"
                    + $" orders in access exclusive mode"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_cancelled_vacuum_is_in_doubt(CancellationToken stop)
    {
        await using var blocker = await ConnectAsync();
        await RunAsync(blocker, "begin; lock table orders in access exclusive mode");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var step = Step();
        var vacuuming = step.RunAsyncOf(Pg.Vacuum(Db), cancel.Token);
        await Eventually(async () => await Step().ProbeAsync(Pg.Vacuum(Db), stop) == ProbeState.InFlight);

        await cancel.CancelAsync();

        var doubt = Assert.ThrowsAsync<OutcomeUnknownException>(() => vacuuming)!;
        Assert.That(
            doubt.Message,
            Is.EqualTo(
                $"vacuumdb on database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port} was"
                    + $" cancelled; the server may still be"
                    + $" working on its last statement: look for application_name"
                    + $" rb:r1-{Name}/step in pg_stat_activity"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_tool_that_fails_has_not_failed_before_its_last_statement_has_ended(
        CancellationToken stop
    )
    {
        await using var blocker = await ConnectAsync();
        await RunAsync(blocker, "begin; lock table orders in access exclusive mode");
        await using var other = await ConnectAsync($"rb:r1-{Name}/step");
        var step = Step();
        var vacuuming = RunAsync(other, "vacuum orders");
        await Eventually(async () => await step.ProbeAsync(Pg.Vacuum(Db), stop) == ProbeState.InFlight);
        step.Commands.Failing = "vacuumdb";
        step.OnWait = async () =>
        {
            await RunAsync(blocker, "rollback");
            await vacuuming;
            step.OnWait = null;
        };

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            step.RunAsyncOf(Pg.Vacuum(Db).Jobs(2), stop)
        )!;

        Assert.That(step.Waits, Is.Not.Empty);
        Assert.That(vacuuming.IsCompletedSuccessfully);
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"vacuumdb on database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port} ended with exit "
                    + "code 1: server closed the connection unexpectedly"
            )
        );
    }
}
