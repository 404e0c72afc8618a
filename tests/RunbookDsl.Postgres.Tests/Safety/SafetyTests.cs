namespace RunbookDsl.Postgres.Tests;

internal sealed class SafetyTests : DatabaseTest
{
    private static string Where => $"127.0.0.1 port {Server.Cluster.Port}";

    [Test, CancelAfter(60_000)]
    public async Task The_right_database_passes(CancellationToken stop)
    {
        await ServerSqlAsync($"alter database {Name} set app.environment = 'staging'");

        var verdict = await Step()
            .LookAsync(
                Pg.AssertIdentity(Db, database: Name, environment: "staging", role: "postgres").Primary(),
                stop
            );

        Assert.That(verdict.Passed, verdict.Evidence);
    }

    [Test, CancelAfter(60_000)]
    public async Task The_wrong_database_fails_with_what_was_found(CancellationToken stop)
    {
        var id = await ReadAsync<string>("select system_identifier::text from pg_control_system()");

        var verdict = await Step()
            .LookAsync(Pg.AssertIdentity(Db, "orders", "staging", systemIdentifier: "7").Standby(), stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"secret DATABASE_URL leads to another place: database is {Name}, expected"
                        + $" orders; environment"
                        + $" (app.environment) is (not set), expected staging; system identifier"
                        + $" is {id}, expected 7; side is"
                        + $" primary, expected standby. Found database {Name}, environment (not"
                        + $" set), role postgres, system"
                        + $" identifier {id}, primary, {Where}"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task An_idle_transaction_counts_and_our_own_does_not(CancellationToken stop)
    {
        await using var ours = await ConnectAsync("rb:other/step");
        await RunAsync(ours, "begin; select 1");
        var check = Pg.LongTransactions(Db, TimeSpan.Zero);
        Assert.That((await Step().LookAsync(check, stop)).Passed);
        await using var report = await ConnectAsync("report");
        await RunAsync(report, "begin; select 2");

        var verdict = await Step().LookAsync(check, stop);

        var expected =
            $"1 transactions in database \"{Name}\" at {Where} are older than 0s: pid {report.ProcessID}"
            + " (postgres, report, idle in transaction) for 0 s: select 2. Wait for them, or end them with"
            + " pg_terminate_backend(pid)";
        Assert.That(verdict.Evidence, Is.EqualTo(expected));
        Assert.That(verdict.Passed, Is.False);
        Assert.That((await Step().LookAsync(check.Ignoring("report"), stop)).Passed);
    }

    [Test, CancelAfter(60_000)]
    public async Task An_old_snapshot_holds_dead_rows(CancellationToken stop)
    {
        await using var report = await ConnectAsync("report");
        await RunAsync(report, "begin isolation level repeatable read; select 1 from orders limit 1");

        var verdict = await Step().LookAsync(Pg.XminHolders(Db).Within(1_000_000, TimeSpan.Zero), stop);

        Assert.That(verdict.Passed, Is.False);
        Assert.That(verdict.Evidence, Does.Contain($"backend {report.ProcessID} (idle in transaction)"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Disk_room_is_compared_with_the_size(CancellationToken stop)
    {
        Assert.That((await Step().LookAsync(Pg.AssertDiskHeadroom(Db), stop)).Passed);
        Assert.That((await Step().LookAsync(Pg.AssertDiskHeadroom(Db).LargestTableOnly(), stop)).Passed);

        var verdict = await Step().LookAsync(Pg.AssertDiskHeadroom(Db, 1e9).At("backups/later"), stop);

        Assert.That(verdict.Passed, Is.False);
        Assert.That(
            verdict.Evidence,
            Does.Match(
                $@"^too little disk: [\d.]+ GiB free at {Folder}/backups/later; 1000000000 times "
                    + @"[\d.]+ MiB is [\d.]+ GiB\. Free [\d.]+ GiB or give another disk$"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_sequence_behind_its_column_is_found(CancellationToken stop)
    {
        Assert.That((await Step().LookAsync(Pg.CheckSequences(Db), stop)).Passed);
        await SqlAsync("select setval('orders_id_seq', 4000)");

        var verdict = await Step().LookAsync(Pg.CheckSequences(Db), stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"sequences behind their column in database \"{Name}\" at {Where}:"
                        + $" public.orders_id_seq is at 4000,"
                        + " public.orders.id at 5000. The next insert would fail; set them with setval"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_restore_point_says_where_it_is(CancellationToken stop)
    {
        var step = Step("point");

        var point = await step.DoAsync(Pg.CreateRestorePoint(Db), stop);

        Assert.That(point.Name, Is.EqualTo($"rb_r1-{Name}_point"));
        Assert.That(point.Segment, Has.Length.EqualTo(24));
        Assert.That(point.IsArchived, Is.False);
        Assert.That(
            step.Notes,
            Is.EqualTo(new[] { "archive_mode is off: no recovery to this point is possible" })
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_checkpoint_is_seen_in_the_control_file(CancellationToken stop) =>
        await Step().DoAsync(Pg.Checkpoint(Db).Times(1), stop);
}
