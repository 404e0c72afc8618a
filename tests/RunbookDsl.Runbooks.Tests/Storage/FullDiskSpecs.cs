namespace RunbookDsl.Runbooks.Tests.Storage;

/// <summary>
/// The disk of the journal fills up while a step is at work, on real small file systems: what it did is not
/// lost, nothing new is begun, and with room again the run goes on as if nothing had been.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class FullDiskSpecs
{
    private static readonly int[] Slacks = [0, 4, 8, 16];

    [TestCase("tmpfs 512k")]
    [TestCase("ext4 8m")]
    [CancelAfter(280_000)]
    public async Task A_run_whose_disk_fills_up_keeps_every_outcome(string kind)
    {
        using var disk = MountedDisk.Make(kind);
        using var five = new FiveSteps(disk.Path);
        var (saved, spilled) = (0, 0);
        foreach (var at in new[] { "1", "4" })
        foreach (var isThief in new[] { false, true })
        foreach (var slack in Slacks)
        {
            five.Clear();
            five.Order(at, slack, isThief);
            var what =
                $"{kind}, filled by step {at} up to {slack} KiB, {(isThief ? "with" : "without")} the "
                + "reserve";
            var ended = await five.Program.RunAsync(five.Exec);
            Assert.That(ended.ExitCode, Is.AnyOf(0, 74), $"{what}: {ended}");
            await five.CheckIntentsAsync(what);
            File.Delete(Path.Combine(disk.Path, "filler"));
            var taken = await five.TakeInAsync(what);
            if (ended.ExitCode == 74)
            {
                spilled += taken;
                saved += taken == 0 ? 1 : 0;
                var resumed = await five.Program.RunAsync("resume", "--non-interactive");
                if (!resumed.Error.Contains("is closed (Done)", StringComparison.Ordinal))
                    Assert.That(resumed.ExitCode, Is.Zero, $"{what}: {resumed}");
            }
            Assert.That(five.Effects, Is.EqualTo(new[] { "1", "2", "3", "4", "5" }), what);
            Assert.That((await five.Program.RunAsync("verify", "--all")).ExitCode, Is.Zero, what);
        }
        await TestContext.Out.WriteLineAsync($"{kind}: {saved} saved by the reserve, {spilled} spilled");
        Assert.That(saved, Is.GreaterThanOrEqualTo(3));
        Assert.That(spilled, Is.GreaterThanOrEqualTo(3));
    }

    [TestCase("tmpfs 512k")]
    [TestCase("ext4 8m")]
    [CancelAfter(280_000)]
    public async Task An_undo_whose_disk_fills_up_takes_nothing_back_twice(string kind)
    {
        using var disk = MountedDisk.Make(kind);
        using var five = new FiveSteps(disk.Path);
        var stopped = 0;
        foreach (var at in new[] { "-4", "-2" })
        foreach (var isThief in new[] { false, true })
        foreach (var slack in new[] { 0, 1 })
        {
            five.Clear();
            var what =
                $"{kind}, filled by undo {at} up to {slack} KiB, {(isThief ? "with" : "without")} the "
                + "reserve";
            var begun = await five.Program.RunAsync([.. five.Exec, "--until", "s4"]);
            Assert.That(begun.ExitCode, Is.Zero, $"{what}: {begun}");
            five.Order(at, slack, isThief);
            var ended = await five.Program.RunAsync("undo", "--non-interactive");
            Assert.That(ended.ExitCode, Is.AnyOf(3, 74), $"{what}: {ended}");
            File.Delete(Path.Combine(disk.Path, "filler"));
            await five.TakeInAsync(what);
            if (ended.ExitCode == 74)
            {
                stopped++;
                var again = await five.Program.RunAsync("undo", "--non-interactive");
                // Only the ledger's line failed: the journal itself says that the run is over.
                if (!again.Error.Contains("is closed (RolledBack)", StringComparison.Ordinal))
                    Assert.That(again.ExitCode, Is.EqualTo(3), $"{what}: {again}");
            }
            Assert.That(five.Effects, Is.EqualTo(new[] { "1", "2", "3", "4", "-4", "-3", "-2", "-1" }), what);
        }
        Assert.That(stopped, Is.Positive);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_disk_without_room_for_the_reserve_begins_nothing()
    {
        using var disk = MountedDisk.Make("tmpfs 64k");
        using var five = new FiveSteps(disk.Path);

        var ended = await five.Program.RunAsync(five.Exec);

        Assert.That(ended.ExitCode, Is.EqualTo(74), ended.ToString());
        Assert.That(
            ended.Error,
            Does.Match(
                $@"^runbook: Not enough room to run safely: {disk.Path}/runs/\.\S+\.tmp/ballast needs 64 "
                    + @"KiB in "
                    + @"reserve, so that the outcome of a step can still be written when the disk is full\. "
                    + @"Nothing was started\. Free space there and try again\.\n$"
            )
        );
        Assert.That(five.Effects, Is.Empty);
        Assert.That(Directory.GetDirectories(Path.Combine(disk.Path, "runs")), Is.Empty);
    }
}
