namespace RunbookDsl.Postgres.Tests;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UpgradeTests
{
    private static Clusters s_filled = null!;

    private Clusters _clusters = null!;

    private string StepFolder => $"{_clusters.Folder}/c/new.upgrade-{SessionName.Digest("r1/upgrade")}";

    [OneTimeSetUp]
    public static async Task FillAsync()
    {
        s_filled = await Clusters.MakeAsync(default);
        await s_filled.FillAsync(default);
    }

    [OneTimeTearDown]
    public static ValueTask RemoveAllAsync() => s_filled.DisposeAsync();

    [SetUp]
    public async Task CopyAsync() =>
        _clusters = await s_filled.CopyAsync(TestContext.CurrentContext.CancellationToken);

    [TearDown]
    public ValueTask RemoveAsync() => _clusters.DisposeAsync();

    [Test, CancelAfter(240_000)]
    public async Task A_running_server_is_checked_and_a_stopped_one_copied(CancellationToken stop)
    {
        var upgrade = _clusters.Upgrade;
        var major = _clusters.Old.Major();
        await _clusters.StartAsync(_clusters.Old, stop);
        Assert.That(
            await _clusters.Step("check").LookAsync(Pg.UpgradeCheck(upgrade), stop),
            Is.EqualTo(
                Verdict.Pass($"pg_upgrade finds the clusters compatible: PostgreSQL {major} and {major}")
            )
        );
        var running = Assert.ThrowsAsync<OperationFailedException>(() =>
            upgrade.RunAsync(_clusters.Step(), stop)
        )!;
        Assert.That(
            running.Message,
            Does.Match(
                $@"^the server of {_clusters.Old.Data} runs \(pid \d+\)\. Nothing was done: stop it first$"
            )
        );
        await _clusters.StopAsync(_clusters.Old, stop);
        var step = _clusters.Step();

        var made = await step.DoAsync(upgrade, stop);

        Assert.That(
            (made.From, made.To, made.Databases, made.Folder),
            Is.EqualTo((major, major, 4, StepFolder))
        );
        Assert.That(made.Scripts, Is.EqualTo(new[] { "delete_old_cluster.sh" }));
        var again = await upgrade.ProbeAsync(_clusters.Step(), stop);
        Assert.That(
            (again.State, again.Evidence),
            Is.EqualTo((ProbeState.Done, $"pg_upgrade ended well, says {StepFolder}"))
        );
        Assert.That(((UpgradeResult)again.Result!).Checkpoint, Is.EqualTo(made.Checkpoint));
        Assert.That(step.Reports.Select(r => r.Text), Has.Some.StartsWith("Copying user relation files"));

        await _clusters.StartAsync(_clusters.New, stop);
        Assert.That(await _clusters.ReadAsync<long>("select sum(id) from t", stop), Is.EqualTo(12_502_500));
        if (major < 18)
            Assert.That((await step.LookAsync(Pg.AssertStatistics(Clusters.Shop), stop)).Passed, Is.False);
        Assert.That(
            (await upgrade.VerifyAsync(step, made, stop)).Evidence,
            Is.EqualTo($"the server of {_clusters.New.Data} was started since the upgrade, by somebody else")
        );
    }

    [Test, CancelAfter(240_000)]
    public async Task A_copy_is_taken_back_and_can_be_made_again(CancellationToken stop)
    {
        var step = _clusters.Step();
        var upgrade = _clusters.Upgrade.Jobs(2);
        var made = await step.DoAsync(upgrade, stop);
        await _clusters.StartAsync(_clusters.New, stop);
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            upgrade.UndoAsync(step, made, stop)
        )!;
        Assert.That(failure.Message, Does.EndWith("Nothing was taken back: stop it first"));
        await _clusters.StopAsync(_clusters.New, stop);
        await _clusters.StartAsync(_clusters.Old, stop);

        await upgrade.UndoAsync(step, made, stop);

        Assert.That(
            step.Notes,
            Is.EqualTo(new[] { $"what was written to {_clusters.New.Data} since the upgrade is gone" })
        );
        Assert.That((await upgrade.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        Assert.That(await _clusters.ReadAsync<long>("select count(*) from t", stop), Is.EqualTo(5000));
        await _clusters.StopAsync(_clusters.Old, stop);
        await _clusters.Step().DoAsync(upgrade, stop);
    }

    [Test, CancelAfter(240_000)]
    public async Task Shared_files_are_given_back_until_the_new_server_was_started(CancellationToken stop)
    {
        var step = _clusters.Step();
        var upgrade = _clusters.Upgrade.Link();
        Assert.That(upgrade.Effect, Is.EqualTo(EffectClass.Irreversible));
        var made = await step.DoAsync(upgrade, stop);
        Assert.That(File.Exists($"{_clusters.Old.Data}/global/pg_control.old"));

        await upgrade.UndoAsync(step, made, stop);

        Assert.That((await upgrade.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        await _clusters.StartAsync(_clusters.Old, stop);
        Assert.That(await _clusters.ReadAsync<long>("select sum(id) from t", stop), Is.EqualTo(12_502_500));
        await _clusters.StopAsync(_clusters.Old, stop);

        var second = _clusters.Step();
        made = await second.DoAsync(upgrade, stop);
        await _clusters.StartAsync(_clusters.New, stop);
        await _clusters.StopAsync(_clusters.New, stop);
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            upgrade.UndoAsync(second, made, stop)
        )!;
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"the server of {_clusters.New.Data} was started since the upgrade and writes to files that"
                    + $" {_clusters.Old.Data} shares: there is no way back to the old cluster. Restore a"
                    + $" backup of it"
            )
        );
        Assert.That(File.Exists($"{_clusters.Old.Data}/global/pg_control.old"));
    }

    [Test, CancelAfter(240_000)]
    public async Task An_interrupted_copy_is_put_back_and_made_again(CancellationToken stop)
    {
        var step = _clusters.Step();
        var upgrade = _clusters.Upgrade;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        step.OnReport = progress =>
        {
            if (progress.Text.StartsWith("Restoring global objects", StringComparison.Ordinal))
                cut.Cancel();
        };

        Assert.CatchAsync<OutcomeUnknownException>(() => upgrade.RunAsync(step, cut.Token));

        var later = _clusters.Step();
        later.InDoubt = true;
        var probe = await upgrade.ProbeAsync(later, stop);
        Assert.That(
            (probe.State, probe.Evidence),
            Is.EqualTo(
                (ProbeState.Partial, $"{_clusters.New.Data} is half filled; the old cluster is as it was")
            )
        );
        await upgrade.RepairAsync(later, stop);
        later.InDoubt = false;
        await later.DoAsync(upgrade, stop);
    }

    [Test, CancelAfter(240_000)]
    public async Task A_runner_that_died_after_the_end_finds_it_done(CancellationToken stop)
    {
        var upgrade = _clusters.Upgrade.Link();
        var made = await _clusters.Step().DoAsync(upgrade, stop);
        File.Delete($"{StepFolder}/result.json");

        var probe = await upgrade.ProbeAsync(_clusters.Step(), stop);

        Assert.That(
            (probe.State, probe.Evidence),
            Is.EqualTo((ProbeState.Done, $"pg_upgrade ended well, say its scripts in {StepFolder}"))
        );
        Assert.That(((UpgradeResult)probe.Result!).Checkpoint, Is.EqualTo(made.Checkpoint));
        // The same without its last script is an upgrade that ended among shared files.
        File.Delete($"{StepFolder}/result.json");
        File.Delete($"{StepFolder}/delete_old_cluster.sh");
        var half = await upgrade.ProbeAsync(_clusters.Step(), stop);
        Assert.That(half.State, Is.EqualTo(ProbeState.Conflict));
        Assert.That(
            half.Evidence,
            Does.StartWith($"Files are shared already ({_clusters.Old.Data}/global/pg_control.old is there)")
        );
    }

    [Test, CancelAfter(240_000)]
    public async Task What_is_in_the_way_is_named_and_the_new_cluster_put_back(CancellationToken stop)
    {
        await _clusters.StartAsync(_clusters.Old, stop);
        await _clusters.SqlAsync(
            Clusters.Shop,
            "create function gone() returns int language c as '$libdir/plpgsql', 'plpgsql_call_handler';"
                + " update pg_proc set probin = '$libdir/gone' where proname = 'gone'",
            stop
        );
        await _clusters.StopAsync(_clusters.Old, stop);
        var upgrade = _clusters.Upgrade;
        var step = _clusters.Step();

        var verdict = await step.LookAsync(Pg.UpgradeCheck(upgrade), stop);
        var failure = Assert.ThrowsAsync<OperationFailedException>(() => upgrade.RunAsync(step, stop))!;

        Assert.That(verdict.Passed, Is.False);
        Assert.That(
            verdict.Evidence,
            Does.StartWith($"pg_upgrade finds {_clusters.Old.Data} and {_clusters.New.Data} not ready: ")
                .And.Contain("could not load library \"$libdir/gone\"")
        );
        Assert.That(failure.Message, Does.StartWith("pg_upgrade ended with exit code 1: "));
        Assert.That(
            failure.Message,
            Does.EndWith(
                "The old cluster is as it was, and the new one was put back; what pg_upgrade logged is in"
                    + $" {StepFolder}/logs"
            )
        );
        Assert.That(Directory.EnumerateFileSystemEntries($"{StepFolder}/logs"), Is.Not.Empty);
        Assert.That(await step.ProbeAsync(upgrade, stop), Is.EqualTo(ProbeState.NotDone));
        Assert.That(Directory.Exists($"{_clusters.New.Data}/pg_upgrade_output.d"), Is.False);
    }

    [Test, CancelAfter(240_000)]
    public async Task A_crashed_cluster_is_refused_and_the_password_in_no_argument(CancellationToken stop)
    {
        await _clusters.StartAsync(_clusters.Old, stop);
        var step = _clusters.Step();
        var upgrade = _clusters.Upgrade.Login("postgres", new SecretReference("UPGRADE_PASSWORD"));
        var verdict = await step.LookAsync(Pg.UpgradeCheck(upgrade), stop);
        Assert.That(verdict.Passed, verdict.Evidence);
        var checking = step.Commands.All.Single(c => c.Arguments.Contains("--check"));
        Assert.Multiple(() =>
        {
            Assert.That(step.Commands.All.SelectMany(c => c.Arguments), Has.None.Contains("geheim"));
            Assert.That(checking.Environment["PGPASSWORD"], Is.EqualTo("geheim-a0c1"));
            Assert.That(step.Redacted, Is.EqualTo(new[] { "geheim-a0c1" }));
            Assert.That(upgrade.Secrets, Is.EqualTo(new[] { new SecretReference("UPGRADE_PASSWORD") }));
        });
        await _clusters.ProgramAsync(
            _clusters.Old.Program("pg_ctl"),
            ["-D", _clusters.Old.Data, "-m", "immediate", "-w", "stop"],
            stop
        );

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => upgrade.RunAsync(step, stop))!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"{_clusters.Old.Data} was not shut down cleanly as a primary (state \"in production\")."
                    + $" Nothing was done: start it, and stop it with pg_ctl stop -m fast"
            )
        );
        Assert.That(Directory.Exists(StepFolder), Is.False);
    }
}
