namespace RunbookDsl.Postgres.Tests;

internal sealed class DumpTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task A_dump_counts_its_rows_and_is_found_done(CancellationToken stop)
    {
        var step = Step("backup");
        var dump = Pg.Dump(Db, "backups").Jobs(2);

        var made = await step.DoAsync(dump, stop);

        Assert.Multiple(() =>
        {
            Assert.That(made.Path, Is.EqualTo($"{Folder}/backups/{Name}-r1-{Name}-backup"));
            Assert.That((made.Tables, made.Rows), Is.EqualTo((4, 6800L)));
            Assert.That(made.Bytes, Is.GreaterThan(1000));
            Assert.That(Directory.Exists(made.Path + ".partial"), Is.False);
            Assert.That(File.GetUnixFileMode(made.Path), Is.EqualTo((UnixFileMode)0b111_000_000));
            Assert.That(
                File.GetUnixFileMode(Path.Combine(made.Path, "toc.dat")),
                Is.EqualTo((UnixFileMode)0b110_000_000)
            );
        });
        var again = await dump.ProbeAsync(Step("backup"), stop);
        Assert.That((again.State, again.Result), Is.EqualTo((ProbeState.Done, made)));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_password_is_in_no_argument(CancellationToken stop)
    {
        var step = Step();
        await step.RunAsyncOf(Pg.Dump(Db, "backups"), stop);

        var password = Server.Cluster.Password;
        var dumping = step.Commands.All.Single(c => c.Arguments.Contains("--format=directory"));
        Assert.Multiple(() =>
        {
            Assert.That(step.Commands.All.SelectMany(c => c.Arguments), Has.None.Contains(password));
            Assert.That(dumping.Environment["PGPASSWORD"], Is.EqualTo(password));
            Assert.That(dumping.Environment["PGAPPNAME"], Is.EqualTo($"rb:r1-{Name}/step"));
            Assert.That(step.Redacted, Does.Contain(password));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_dead_attempt_left_is_partial_and_cleared(CancellationToken stop)
    {
        var step = Step("backup");
        var dump = Pg.Dump(Db, "backups");
        var partial = $"{Folder}/backups/{Name}-r1-{Name}-backup.partial";
        Directory.CreateDirectory(partial);
        await File.WriteAllTextAsync($"{partial}/toc.dat", "complete before its data", stop);

        Assert.That(await step.ProbeAsync(dump, stop), Is.EqualTo(ProbeState.Partial));
        await dump.RepairAsync(step, stop);

        await step.DoAsync(dump, stop);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_session_of_a_dead_runner_is_waited_for(CancellationToken stop)
    {
        var dump = Pg.Dump(Db, "backups");
        await using var orphan = await ConnectAsync($"rb:r1-{Name}/backup");
        await using var work = new Npgsql.NpgsqlCommand("select pg_sleep(30)", orphan);
        var working = work.ExecuteScalarAsync(stop);

        var probe = await dump.ProbeAsync(Step("backup"), stop);
        Assert.That(probe.State, Is.EqualTo(ProbeState.InFlight));
        Assert.That(probe.Evidence, Does.Contain("select pg_sleep(30)"));

        work.Cancel();
        Assert.CatchAsync<OperationCanceledException>(() => working);
        Assert.That(await Step("backup").ProbeAsync(dump, stop), Is.EqualTo(ProbeState.NotDone));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_undo_deletes_it(CancellationToken stop)
    {
        var step = Step("backup");
        var dump = Pg.Dump(Db, "backups");
        var made = await step.DoAsync(dump, stop);

        await dump.UndoAsync(step, made, stop);

        Assert.That(Directory.GetFileSystemEntries($"{Folder}/backups"), Is.Empty);
        Assert.That((await dump.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_folder_of_that_name_is_a_conflict_and_kept(CancellationToken stop)
    {
        var step = Step("backup");
        var dump = Pg.Dump(Db, "backups");
        var path = $"{Folder}/backups/{Name}-r1-{Name}-backup";
        Directory.CreateDirectory(path);

        var probe = await dump.ProbeAsync(step, stop);

        Assert.That(
            (probe.State, probe.Evidence),
            Is.EqualTo((ProbeState.Conflict, $"{path} exists without a manifest: not made by this step"))
        );
        var failure = Assert.ThrowsAsync<OperationFailedException>(() => dump.RunAsync(step, stop))!;
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"{path} or its .partial is already there; it is not overwritten. Move it away,"
                    + $" then try again"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_locked_table_ends_it_retryable(CancellationToken stop)
    {
        await using var migration = await ConnectAsync();
        await RunAsync(migration, "begin; lock table orders in access exclusive mode");
        var dump = Pg.Dump(Db, "backups").WaitForLocks(TimeSpan.FromMilliseconds(300));

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => dump.RunAsync(Step(), stop))!;

        Assert.That(failure.Retryable, failure.Message);
        Assert.That(failure.Message, Does.Contain("lock").And.Contain("pg_blocking_pids"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Half_a_database_is_found_by_its_size(CancellationToken stop)
    {
        await SqlAsync("insert into audit select now(), md5(random()::text) from generate_series(1, 60000)");
        await Step("first").RunAsyncOf(Pg.Dump(Db, "backups"), stop);
        await SqlAsync("delete from audit");
        var dump = Pg.Dump(Db, "backups");
        var second = Step("second");
        var made = await second.RunAsyncOf(dump, stop);

        var verdict = await dump.VerifyAsync(second, made, stop);
        var accepted = await dump.SizeWithin(0, 2).VerifyAsync(second, made, stop);

        Assert.That(verdict.Passed, Is.False);
        Assert.That(verdict.Evidence, Does.EndWith("accepted is 0.8 to 1.5"));
        Assert.That(accepted.Passed, accepted.Evidence);
    }

    [Test, CancelAfter(60_000)]
    public async Task Tables_left_out_are_not_missed(CancellationToken stop)
    {
        var dump = Pg.Dump(Db, "backups").Without("public.audit").WithoutRowsOf("public.event_2026");

        var made = await Step().DoAsync(dump, stop);

        Assert.That((made.Tables, made.Rows), Is.EqualTo((3, 5500L)));
    }
}
