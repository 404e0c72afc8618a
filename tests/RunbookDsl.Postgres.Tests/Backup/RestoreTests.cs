namespace RunbookDsl.Postgres.Tests;

internal sealed class RestoreTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task A_restore_has_everything_and_is_found_done(CancellationToken stop)
    {
        await ServerSqlAsync($"alter database {Name} set app.environment = 'staging'");
        await ServerSqlAsync($"alter database {Name} set search_path = public, pg_temp");
        await ServerSqlAsync($"revoke connect on database {Name} from public");
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var restore = Pg.Restore(made, Db.Named(Name + "_new")).Jobs(2);
        var step = Step("restore");

        var result = await step.DoAsync(restore, stop);

        Assert.That((result.Database, result.Tables, result.Rows), Is.EqualTo((Name + "_new", 4, 6800L)));
        Assert.That(await ReadAsync<long>("select count(*) from orders", Name + "_new"), Is.EqualTo(5000));
        Assert.That(
            await ReadAsync<string>("select current_setting('app.environment')", Name + "_new"),
            Is.EqualTo("staging")
        );
        Assert.That(
            await ReadAsync<string>("select current_setting('search_path')", Name + "_new"),
            Is.EqualTo("public, pg_temp")
        );
        Assert.That(
            await ReadAsync<string>(
                $"select datacl::text from pg_database where datname = '{Name}_new'",
                "postgres"
            ),
            Does.Not.Contain("{=c").And.Not.Contain(",=c")
        );
        Assert.That(await step.ProbeAsync(restore, stop), Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_schema_has_every_object_and_no_row(CancellationToken stop)
    {
        var made = await Step("schema").DoAsync(Pg.Dump(Db, "schema").SchemaOnly(), stop);
        var target = Db.Named(Name + "_new");

        await Step("restore").DoAsync(Pg.Restore(made, target), stop);

        Assert.That((made.Tables, made.Rows), Is.EqualTo((4, 0L)));
        var same = await Step().LookAsync(Pg.CompareSchema(Db, target), stop);
        Assert.That(same.Passed, same.Evidence);
        Assert.That(await ReadAsync<long>("select count(*) from orders", Name + "_new"), Is.Zero);
        Assert.That(
            await ReadAsync<bool>("select is_called from orders_id_seq", Name + "_new"),
            Is.False,
            "a sequence begins anew"
        );
        Assert.That(
            Pg.Dump(Db, "schema").SchemaOnly().Description,
            Is.EqualTo("dump the schema of database of secret DATABASE_URL, without its rows, into schema")
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task An_existing_database_is_refused_and_untouched(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var step = Step("restore");
        var restore = Pg.Restore(made, Db);

        Assert.That(await step.ProbeAsync(restore, stop), Is.EqualTo(ProbeState.Conflict));
        var failure = Assert.ThrowsAsync<OperationFailedException>(() => restore.RunAsync(step, stop))!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port} already exists; a"
                    + $" dump is never restored over"
                    + " one. Restore under a new name and swap, or rename the old one first"
            )
        );
        Assert.That(await ReadAsync<long>("select count(*) from audit"), Is.EqualTo(1000));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_dead_attempt_left_is_dropped_and_done_again(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var step = Step("restore");
        var restore = Pg.Restore(made, Db.Named(Name + "_new"));
        await ServerSqlAsync($"create database {RestoreJob.WorkName(step)}");

        Assert.That(await step.ProbeAsync(restore, stop), Is.EqualTo(ProbeState.Partial));
        await restore.RepairAsync(step, stop);

        await step.DoAsync(restore, stop);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_lost_row_is_found(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var step = Step("restore");
        var restore = Pg.Restore(made, Db.Named(Name + "_new"));
        var result = await step.DoAsync(restore, stop);
        await Server.Cluster.RunSqlAsync(
            Name + "_new",
            new("delete from orders where id = 7; drop index orders_customer", "damage"),
            stop
        );

        var verdict = await restore.VerifyAsync(step, result, stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"database \"{Name}_new\" at 127.0.0.1 port {Server.Cluster.Port} is not what was dumped:"
                        + " public.orders has 4999 rows instead of 5000; 2 indexes instead of 3"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task The_undo_drops_only_what_the_step_restored(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var step = Step("restore");
        var restore = Pg.Restore(made, Db.Named(Name + "_new"));
        var result = await step.DoAsync(restore, stop);

        await restore.UndoAsync(step, result, stop);
        Assert.That((await restore.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));

        await ServerSqlAsync($"create database {Name}_new");
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            restore.UndoAsync(step, result, stop)
        )!;
        Assert.That(failure.Message, Does.EndWith("it is not dropped"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Statistics_are_missing_until_analyzed_in_stages(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var fresh = Db.Named(Name + "_new");
        await Step("restore").DoAsync(Pg.Restore(made, fresh), stop);
        // Autovacuum may get there first on a slow machine; this is what it would otherwise look like.
        var before = await Step().LookAsync(Pg.AssertStatistics(fresh), stop);

        var analyze = Pg.AnalyzeInStages(fresh).Jobs(2);
        var step = Step("statistics");
        var result = await step.DoAsync(analyze, stop);

        Assert.That(before.Passed, Is.False, before.Evidence);
        Assert.That(before.Evidence, Does.Contain("public.orders (").And.Contain("Run Pg.AnalyzeInStages"));
        Assert.That(result.Tables, Is.EqualTo(4));
        Assert.That((await Step().LookAsync(Pg.AssertStatistics(fresh), stop)).Passed);
        Assert.That(await step.ProbeAsync(analyze, stop), Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_rehearsal_proves_the_dump_on_another_server_and_leaves_nothing(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var other = await Server.OtherAsync();
        var step = Step("proof");
        step.Secrets["SCRATCH_URL"] = other.Url();
        var rehearsal = Pg.RehearseRestore(made, Pg.Database(new("SCRATCH_URL")));

        var result = await step.DoAsync(rehearsal, stop);

        Assert.That((result.Tables, result.Rows), Is.EqualTo((4, 6800L)));
        Assert.That(result.Took, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_rehearsal_refuses_the_source_server_unless_allowed(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var rehearsal = Pg.RehearseRestore(made, Db);

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            rehearsal.RunAsync(Step("proof"), stop)
        )!;
        await Step("proof").DoAsync(rehearsal.AllowSameServer(), stop);

        Assert.That(failure.Message, Does.EndWith("Give another server, or .AllowSameServer()"));
    }
}
