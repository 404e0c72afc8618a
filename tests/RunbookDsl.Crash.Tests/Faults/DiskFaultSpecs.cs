namespace RunbookDsl.Crash.Tests;

/// <summary>
/// The real program on a disk that fails: each system call in turn answers an error, then the disk is well
/// again.
/// </summary>
[NonParallelizable]
public sealed class DiskFaultSpecs
{
    private Worlds _worlds = null!;

    [OneTimeSetUp]
    public async Task PrepareAsync() => _worlds = await Worlds.PrepareAsync();

    [OneTimeTearDown]
    public void CleanUp() => _worlds.Dispose();

    [Test, CancelAfter(1_200_000)]
    public async Task A_sync_that_fails_once_stops_the_program_and_nothing_is_acted_on(
        [Values("exec", "resume", "undo")] string verb
    )
    {
        var (injections, count) = await AtEachAsync(verb, [Fault.Sync], 1);
        Assert.That(injections.Stops, Is.EqualTo(count).And.GreaterThan(20));
        TestContext.Progress.WriteLine($"row 5: {verb}: {injections.Stops} failed syncs, as many stops");
    }

    [Test, CancelAfter(1_200_000)]
    public async Task A_disk_that_is_full_once_costs_nothing_but_time(
        [Values("exec", "resume", "undo")] string verb
    )
    {
        var (injections, _) = await AtEachAsync(verb, [Fault.Full], Settings.IsNightly ? 1 : 4);
        Assert.That(injections.Stops, Is.GreaterThan(2));
        Assert.That(injections.Survived, Is.LessThan(4), "went on although only the reserve was left");
        TestContext.Progress.WriteLine(
            $"row 7: {verb}: a full disk at {injections.Stops + injections.Survived} writes, "
                + $"{injections.Stops} stops"
        );
    }

    [Test, CancelAfter(1_200_000)]
    public async Task An_interrupted_write_is_written_again()
    {
        var interrupted = new Fault("EINTR", "Interrupted system call", "pwrite64");
        var (injections, count) = await AtEachAsync("resume", [interrupted], 3);
        Assert.That(injections.Stops, Is.Zero);
        Assert.That(injections.Survived, Is.EqualTo((count + 2) / 3).And.GreaterThan(5));
    }

    /// <summary>Quota, read-only, stale handle, interrupted, no more files, at every kind of call.</summary>
    [Test, CancelAfter(3_600_000)]
    public async Task Any_other_error_stops_the_program_or_is_survived_and_the_run_goes_on_later(
        [Values("exec", "resume", "undo")] string verb
    )
    {
        var (injections, _) = await AtEachAsync(verb, Fault.Others, Settings.IsNightly ? 1 : 18);
        Assert.That(injections.Stops, Is.GreaterThan(5));
        TestContext.Progress.WriteLine(
            $"rows 7 and 8: {verb}: {injections.Stops} stops, {injections.Survived} survived"
        );
        foreach (var (what, message) in injections.Messages)
            TestContext.Out.WriteLine($"{what}: {message}");
    }

    private async Task<(Injections Injections, int Count)> AtEachAsync(
        string verb,
        IReadOnlyList<Fault> faults,
        int step
    )
    {
        var before = _worlds.Before(verb);
        var boundaries = await Killings.BoundariesAsync(before, verb);
        var injections = new Injections(before, verb, _worlds.Ends(verb));
        foreach (var fault in faults)
            await injections.AtEachAsync(fault, boundaries, step);
        Assert.That(injections.Violations.Count, Is.Zero, string.Join("\n\n", injections.Violations.Take(3)));
        return (injections, faults[0].Of(boundaries).Count);
    }
}
