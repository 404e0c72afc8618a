using RunbookDsl.Runbooks.Tests;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Real disks that really are full or turn read-only under the run. Needs root; elsewhere the tests say so.
/// </summary>
[NonParallelizable]
public sealed class RealDiskSpecs
{
    private const int JournalFailed = 74;
    private Worlds _worlds = null!;

    [OneTimeSetUp]
    public async Task PrepareAsync() => _worlds = await Worlds.PrepareAsync();

    [OneTimeTearDown]
    public void CleanUp() => _worlds.Dispose();

    /// <summary>Room for one page more each time: the disk is full at every write in turn.</summary>
    [Test, CancelAfter(600_000)]
    public async Task A_memory_disk_with_a_page_more_each_time_is_full_at_each_write()
    {
        var (stops, ends) = (0, 0);
        for (var size = 16; ends == 0; size += Settings.IsNightly ? 4 : 8)
        {
            using var at = Case.New();
            using var disk = MountedDisk.Memory(at, size);
            if (await RunsOutAsync(at, disk, $"{size} KiB"))
                stops++;
            else
                ends++;
            Assert.That(size, Is.LessThan(1024), "it never comes to its end");
        }
        Assert.That(stops, Is.GreaterThan(5));
        TestContext.Progress.WriteLine($"row 7: tmpfs: {stops} sizes too small, each run went on later");
    }

    [Test, CancelAfter(600_000)]
    public async Task An_ext4_with_a_block_more_each_time_is_full_at_each_write()
    {
        var (stops, ends) = (0, 0);
        for (var free = 4; ends == 0; free += Settings.IsNightly ? 1 : 12)
        {
            using var at = Case.New();
            using var disk = MountedDisk.Ext4(at, free);
            if (await RunsOutAsync(at, disk, $"{free} KiB"))
                stops++;
            else
                ends++;
            Assert.That(free, Is.LessThan(1024), "it never comes to its end");
        }
        Assert.That(stops, Is.GreaterThan(5));
        TestContext.Progress.WriteLine($"row 7: ext4: {stops} times too little room, each run went on later");
    }

    /// <summary>The file system reports an error and turns read-only behind the effect of a step.</summary>
    [Test, CancelAfter(120_000)]
    public async Task An_ext4_that_turns_read_only_stops_the_run_and_it_goes_on_later(
        [Values("page", "mail", "long", "set-e")] string step
    )
    {
        using var at = Case.New();
        using var disk = MountedDisk.Ext4(at, 1024);
        var strike = ("RUNBOOK_STRIKE", $"{step}={disk.ErrorSwitch}");
        var ended = await RunbookProgram.FinishAsync(
            RunbookProgram.Start(at, ["dotnet", Tree.Program, .. RunbookProgram.Exec()], strike)
        );
        Assert.That(ended.ExitCode, Is.EqualTo(JournalFailed), ended.ToString());
        Assert.That(ended.Error, Does.StartWith("runbook: ").And.Contain("Could not "));
        Assert.That(ended.Error, Does.Contain("with RUNBOOK_HOME.").Or.Contain("on a good disk."));
        Assert.That(at.Log()[^1].Step, Is.EqualTo(step), "something was done after the disk had failed");
        disk.Reinsert(at);
        await Operator.FinishAsync(at, "resume");
        _worlds.Ends("exec").AtEnd(at);
    }

    private async Task<bool> RunsOutAsync(Case at, MountedDisk disk, string room)
    {
        var ended = await RunbookProgram.RunAsync(at, RunbookProgram.Exec());
        if (ended.ExitCode != 0)
        {
            Assert.That(ended.ExitCode, Is.EqualTo(JournalFailed), $"{room}: {ended}");
            Assert.That(ended.ToString(), Does.Contain("free").IgnoreCase, $"{room}: {ended}");
            Oracle.AfterCrash(at);
            disk.Free();
        }
        await Operator.FinishAsync(at, "resume");
        _worlds.Ends("exec").AtEnd(at);
        return ended.ExitCode != 0;
    }
}
