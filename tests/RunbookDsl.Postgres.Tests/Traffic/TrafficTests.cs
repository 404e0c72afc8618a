using Npgsql;

namespace RunbookDsl.Postgres.Tests;

internal sealed class TrafficTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task A_drain_ends_others_and_leaves_our_own(CancellationToken stop)
    {
        await using var web = await ConnectAsync("web");
        await using var ours = await ConnectAsync("rb:r1/other");
        await using var monitor = await ConnectAsync("monitor");
        var drain = Pg.Drain(Db).Grace(200.Milliseconds).QuietFor(300.Milliseconds).Ignoring("monitor");

        var result = await Step().DoAsync(drain, stop);

        Assert.That(result.Ended, Is.EqualTo(1));
        Assert.CatchAsync<NpgsqlException>(() => RunAsync(web, "select 1"));
        await RunAsync(ours, "select 1");
        await RunAsync(monitor, "select 1");
        Assert.That(await Step().ProbeAsync(drain, stop), Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_client_that_comes_back_fails_the_drain(CancellationToken stop)
    {
        var drain = Pg.Drain(Db).Grace(TimeSpan.Zero).QuietFor(300.Milliseconds);
        var step = Step();
        var result = await drain.RunAsync(step, stop);
        await using var back = await ConnectAsync("web");

        var verdict = await drain.VerifyAsync(step, result, stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"still or again connected to {Name}: pid {back.ProcessID} (postgres, web,"
                        + $" idle). Fence the database first, or"
                        + " stop what reconnects"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_fence_keeps_everybody_out_until_undone(CancellationToken stop)
    {
        await using var web = await ConnectAsync("web");
        var step = Step();
        var fence = Pg.Fence(Db);

        var result = await step.DoAsync(fence, stop);

        Assert.That($"{step.Captured}", Is.EqualTo("connections=open"));
        var refused = Assert.ThrowsAsync<PostgresException>(() => ConnectAsync())!;
        Assert.That(refused.SqlState, Is.EqualTo("55000"));
        Assert.That(await Step().ProbeAsync(fence, stop), Is.EqualTo(ProbeState.Done));

        var admitting = Step("admit");
        var admit = Pg.Admit(Db);
        await admitting.DoAsync(admit, stop);
        await (await ConnectAsync()).DisposeAsync();
        Assert.That(await admitting.ProbeAsync(admit, stop), Is.EqualTo(ProbeState.Done), "a second run");
        Assert.That((await admit.ProbeUndoAsync(admitting, stop)).State, Is.EqualTo(ProbeState.NotDone));
        await admit.UndoAsync(admitting, Unit.Value, stop);
        Assert.That((await admit.ProbeUndoAsync(admitting, stop)).State, Is.EqualTo(ProbeState.Done));
        Assert.ThrowsAsync<PostgresException>(() => ConnectAsync());

        await fence.UndoAsync(step, result, stop);
        Assert.That((await fence.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        await using var again = await ConnectAsync();
    }

    [Test, CancelAfter(60_000)]
    public async Task A_fenced_role_loses_its_login_and_gets_it_back(CancellationToken stop)
    {
        var role = $"app_{Name}";
        var batch = $"batch_{Name}";
        await ServerSqlAsync($"create role {role} login password 'pw'; create role {batch} nologin");
        try
        {
            var step = Step();
            var fence = Pg.Fence(Db).Roles(role, batch);

            await step.DoAsync(fence, stop);
            Assert.That(await LoginsAsync(), Is.EqualTo("false,false"));

            await fence.UndoAsync(step, Unit.Value, stop);
            // The one that could not log in before still cannot.
            Assert.That(await LoginsAsync(), Is.EqualTo("true,false"));
        }
        finally
        {
            await ServerSqlAsync($"drop role {role}; drop role {batch}");
        }

        Task<string> LoginsAsync() =>
            ReadAsync<string>(
                $"select string_agg(rolcanlogin::text, ',' order by rolname) from pg_roles where"
                    + $" rolname in ('{role}', '{batch}')",
                "postgres"
            );
    }

    [Test, CancelAfter(60_000)]
    public void Our_own_login_is_not_fenced(CancellationToken stop)
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Fence(Db).Roles("postgres").RunAsync(Step(), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                "role postgres is the login of secret DATABASE_URL: fencing it would lock the"
                    + " runbook out. Use another login for"
                    + " the runbook"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Read_only_refuses_a_write_and_is_put_back(CancellationToken stop)
    {
        await using var web = await ConnectAsync("web");
        var step = Step();
        var readOnly = Pg.SetReadOnly(Db);

        var result = await step.DoAsync(readOnly, stop);

        Assert.CatchAsync<NpgsqlException>(() => RunAsync(web, "select 1"));
        Assert.CatchAsync<Testing.WorldException>(() => SqlAsync("delete from audit"));
        await Step("own").DoAsync(Pg.Execute(Db, "delete from audit"), stop);

        await readOnly.UndoAsync(step, result, stop);
        Assert.That((await readOnly.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        await SqlAsync("delete from customer where id > 100000");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_database_that_was_opened_again_fails_the_verification(CancellationToken stop)
    {
        var step = Step();
        var readOnly = Pg.SetReadOnly(Db);
        var result = await step.DoAsync(readOnly, stop);
        await ServerSqlAsync($"alter database {Name} reset default_transaction_read_only");

        Assert.That(
            await readOnly.VerifyAsync(step, result, stop),
            Is.EqualTo(
                Verdict.Fail(
                    $"a new session of database \"{Name}\" at 127.0.0.1 port"
                        + $" {Server.Cluster.Port} could write"
                )
            )
        );
    }
}
