using Npgsql;
using RunbookDsl.Testing;

namespace RunbookDsl.Postgres.Tests;

/// <summary>A copy for staging, on a second server, with nobody's data in it.</summary>
internal sealed class CloneTests : DatabaseTest
{
    private const string TargetSecret = "STAGING_URL";

    private string Target => Name + "_clone";

    private PgDatabase Staging => Pg.Database(new SecretReference(TargetSecret)).Named(Target);

    // The second server began as a copy of the first one's files, as all of this machine do.
    private CloneOperation Clone =>
        Pg.CloneTo(Db, Staging, "staging")
            .AllowCopiedServer()
            .Mask("customer", "name", Masking.Email)
            .Keep("audit", "what")
            .Keep("event_2026", "what");

    [TearDown]
    public async Task RemoveCloneAsync() =>
        await OtherSqlAsync($"drop database if exists {Target} with (force)");

    [Test, CancelAfter(180_000)]
    public async Task A_clone_has_every_row_and_no_masked_value(CancellationToken stop)
    {
        await SqlAsync(
            "alter table customer add unique (name);"
                + " create materialized view names as select name from customer"
        );
        var step = await StepAsync("clone");

        var result = await step.DoAsync(Clone, stop);

        using var scope = Assert.EnterMultipleScope();
        Assert.That(
            (result.Database, result.Tables, result.Rows, result.MaskedColumns),
            Is.EqualTo((Target, 4, 6800L, 1))
        );
        Assert.That(
            await LookAsync<long>(
                "select count(*) from customer where name ~ '^user-[0-9a-f]{16}@example\\.invalid$'"
            ),
            Is.EqualTo(500)
        );
        Assert.That(await LookAsync<long>("select count(distinct name) from names"), Is.EqualTo(500));
        Assert.That(await LookAsync<long>("select count(*) from orders where total = 4000"), Is.EqualTo(1));
        Assert.That(await LookAsync<string>("show app.environment"), Is.EqualTo("staging"));
        Assert.That(
            await LookAsync<long>("select nextval('orders_id_seq')"),
            Is.EqualTo(5001),
            "the sequences go on where the source's stand"
        );
        var same = await step.LookAsync(Pg.CompareSchema(Db, Staging), stop);
        Assert.That(same.Passed, same.Evidence);
        var statistics = await step.LookAsync(Pg.AssertStatistics(Staging), stop);
        Assert.That(statistics.Passed, statistics.Evidence);
        Assert.That(
            step.Notes,
            Is.EqualTo(["1 masked columns hold none of up to 1000 values each of the source"])
        );
        Assert.That(await step.ProbeAsync(Clone, stop), Is.EqualTo(ProbeState.Done), "a second run");
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty, "the schema's file is gone");
    }

    [Test, CancelAfter(180_000)]
    public async Task An_undo_drops_the_clone_and_nothing_else(CancellationToken stop)
    {
        var step = await StepAsync("clone");
        var result = await step.DoAsync(Clone, stop);
        Assert.That((await Clone.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.NotDone));

        await Clone.UndoAsync(step, result, stop);

        Assert.That((await Clone.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        await OtherSqlAsync($"create database {Target}");
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Clone.UndoAsync(step, result, stop)
        )!;
        Assert.That(
            failure.Message,
            Is.EqualTo($"database \"{Target}\" is not the one this step cloned; it is not dropped")
        );
    }

    [Test, CancelAfter(180_000)]
    public async Task A_value_that_is_left_is_found(CancellationToken stop)
    {
        var step = await StepAsync("clone");
        await step.DoAsync(Clone, stop);
        await using var source = await OpenAsync(step, Db);
        await using var target = await OpenAsync(step, Staging);
        var check = new LeakCheck(source, target);
        var rule = new ColumnRule("public.customer", "name", Masking.Email);
        Assert.That(await check.FindAsync(rule), Is.Null);

        await target.ExecuteAsync("update customer set name = 'customer 7' where id < 4");

        Assert.That(
            await check.FindAsync(rule),
            Is.EqualTo(
                "3 rows of public.customer.name hold a value of the source, by 500 that were looked for"
            )
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task A_column_without_a_rule_is_refused(CancellationToken stop)
    {
        await SqlAsync(
            "alter table customer add phone varchar(20), add born date, add seen inet, add more jsonb"
        );

        Assert.That(
            await RefusedAsync(Clone, stop),
            Is.EqualTo(
                $"3 columns of database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port} can hold text and"
                    + " have no rule: public.customer.phone, public.customer.seen, public.customer.more. Give"
                    + " each .Mask or .Keep. Nothing was copied"
            )
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task A_rule_that_fits_nothing_is_refused(CancellationToken stop)
    {
        Assert.That(
            await RefusedAsync(Clone.Keep("audit", "whot"), stop),
            Does.StartWith($"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port} has no column")
                .And.Contain("public.audit.whot")
                .And.Contain("public.audit.what")
        );
        Assert.That(
            await RefusedAsync(
                Pg.CloneTo(Db, Staging, "staging")
                    .AllowCopiedServer()
                    .Mask("customer", "name", Masking.Null)
                    .Keep("audit", "what")
                    .Keep("event_2026", "what"),
                stop
            ),
            Is.EqualTo("public.customer.name does not take NULL: mask it in another way. Nothing was copied")
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Production_is_never_the_target(CancellationToken stop)
    {
        await ServerSqlAsync($"alter database {Name} set app.environment = 'live'");
        var other = await Server.OtherAsync();
        using var scope = Assert.EnterMultipleScope();

        Assert.That(
            await RefusedAsync(Clone with { MayBeCopiedServer = false }, stop),
            Does.Match(
                @"^the target's server has the source's system identifier \d+: it is production by another"
                    + @" way, its replica, or a copy of its files\. If it is a copy, say"
                    + @" \.AllowCopiedServer\(\)\. Nothing was copied$"
            )
        );
        Assert.That(
            await RefusedAsync(Clone with { Environment = "live" }, stop),
            Is.EqualTo("the clone must not be called live, as its source is. Nothing was copied")
        );
        var step = await StepAsync("clone");
        step.Secrets[TargetSecret] = step.Secrets[SecretName];
        var same = Assert.ThrowsAsync<OperationFailedException>(() => Clone.RunAsync(step, stop))!;
        Assert.That(
            same.Message,
            Is.EqualTo(
                $"secret DATABASE_URL and secret STAGING_URL lead to the same server, 127.0.0.1 port"
                    + $" {Server.Cluster.Port}: a clone there is one step from production. Nothing was copied"
            )
        );
        await OtherSqlAsync($"create database {Target}");
        Assert.That(
            await RefusedAsync(Clone, stop),
            Is.EqualTo(
                $"database \"{Target}\" is there already on 127.0.0.1 port {other.Port}: clone under a new"
                    + " name and swap. Nothing was copied"
            )
        );
        await OtherSqlAsync($"alter database {Target} set app.environment = 'live'");
        Assert.That(
            await RefusedAsync(Clone with { Database = Staging.Named(Target + "2") }, stop),
            Is.EqualTo(
                $"database \"{Target}\" on the target's server says that it is live. Nothing was copied"
            )
        );
    }

    [Test, CancelAfter(180_000)]
    public async Task No_value_is_in_a_message_an_argument_or_the_other_servers_log(CancellationToken stop)
    {
        await SqlAsync("update customer set name = 'Canary Bird ' || id");
        var step = await StepAsync("clone");
        await step.DoAsync(Clone, stop);
        var other = await Server.OtherAsync();

        using var scope = Assert.EnterMultipleScope();
        Assert.That(step.Notes, Has.None.Contains("Canary"));
        Assert.That(step.Reports.Select(r => $"{r}"), Has.None.Contains("Canary"));
        Assert.That(step.Commands.All.SelectMany(c => c.Arguments), Has.None.Contains("Canary"));
        Assert.That(other.Log, Does.Not.Contain("Canary"));
        Assert.That(
            await LookAsync<long>("select count(*) from customer where name like 'Canary%'"),
            Is.Zero
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task What_a_dead_attempt_left_is_dropped_and_done_again(CancellationToken stop)
    {
        var step = await StepAsync("clone");
        await OtherSqlAsync($"create database {RestoreJob.WorkName(step)}");
        Assert.That(await step.ProbeAsync(Clone, stop), Is.EqualTo(ProbeState.Partial));

        await Clone.RepairAsync(step, stop);

        await step.DoAsync(Clone, stop);
    }

    private async Task<string> RefusedAsync(CloneOperation clone, CancellationToken stop)
    {
        var step = await StepAsync("clone");
        var failure = Assert.ThrowsAsync<OperationFailedException>(() => clone.RunAsync(step, stop))!;
        var work = RestoreJob.WorkName(step);
        Assert.That(
            await AskAsync<long>("postgres", $"select count(*) from pg_database where datname = '{work}'"),
            Is.Zero,
            "nothing is left of it"
        );
        return failure.Message;
    }

    private async Task<StepWorld> StepAsync(string name)
    {
        var step = Step(name);
        step.Secrets[TargetSecret] = (await Server.OtherAsync()).Url();
        return step;
    }

    private static Task<PgSession> OpenAsync(StepWorld step, PgDatabase database) =>
        PgSession.OpenAsync(step, PgTarget.Resolve(step, database), SessionUse.Change, "", default);

    private Task<T> LookAsync<T>(string sql) => AskAsync<T>(Target, sql);

    private static async Task<T> AskAsync<T>(string database, string sql)
    {
        var other = await Server.OtherAsync();
        await using var connection = new NpgsqlConnection(other.ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task OtherSqlAsync(string sql) =>
        await (await Server.OtherAsync()).RunSqlAsync("postgres", new SqlSource(sql, "test"));
}
