namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>A matrix is at work, and its process is killed.</summary>
[NonParallelizable]
[CancelAfter(240_000)]
internal sealed class KilledRehearsalSpecs
{
    private readonly Crew _crew = new();

    [TearDown]
    public void Leave() => _crew.Dispose();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Nothing_stays_behind_when_it_is_killed_after_some_scenario(
        int number,
        CancellationToken cancellation
    )
    {
        var after = Draw(number, 20);
        using var started = _crew.Desk.Start("rehearse", "crew.csx", "--matrix", "--verbose");
        await started.SeenAsync("ok      ", after);
        var traces = await KillAsync(started);
        Assert.That(traces.Names, Does.Contain("postgres"), "it looked at nothing");
        Assert.That(traces.Ports, Is.GreaterThanOrEqualTo(3), "it looked at nothing");
        await NothingIsLeftAsync(traces, cancellation);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public async Task Nothing_stays_behind_when_it_is_killed_right_as_a_folder_is_made(
        int number,
        CancellationToken cancellation
    )
    {
        using var born = new Births(_crew.Folder, "runbook-world-*", Draw(number, 25));
        using var started = _crew.Desk.Start("rehearse", "crew.csx", "--matrix");
        await born.Seen.WaitAsync(cancellation);
        var traces = await KillAsync(started);
        Assert.That(traces.Folders, Is.Not.Empty, "it looked at nothing");
        await NothingIsLeftAsync(traces, cancellation);
    }

    [Test]
    public async Task What_the_first_start_on_a_machine_left_half_made_is_made_anew(
        CancellationToken cancellation
    )
    {
        var cache = Path.Combine(_crew.Folder, "cache");
        var clusters = Directory.CreateDirectory(Path.Combine(cache, "runbook")).FullName;
        _crew.Desk.Environment["XDG_CACHE_HOME"] = cache;
        using (var born = new Births(clusters, "pg-*.lock", 1))
        using (var started = _crew.Desk.Start("rehearse", "crew.csx"))
        {
            await born.Seen.WaitAsync(cancellation);
            var traces = await KillAsync(started);
            var left = await _crew.LeftAsync(traces, cancellation);
            Assert.That(left, Is.EqualTo(new[] { $"in the temporary folder: {cache}" }));
        }
        var again = await _crew.Desk.RunAsync("rehearse", "crew.csx");
        Assert.That(again.ToString(), Is.EqualTo(new Ended(0, "ok      clean\n", "").ToString()));
        Assert.That(Directory.GetDirectories(clusters, "*.new"), Is.Empty);
        Assert.That(Directory.GetDirectories(clusters, "pg-*"), Has.Length.EqualTo(1));
    }

    // What it has at this moment is what has to be gone later: it stands still while somebody looks.
    private async Task<Traces> KillAsync(Started started)
    {
        started.Signal("STOP");
        var traces = _crew.Traces(started);
        started.Signal("KILL");
        Assert.That((await started.EndAsync()).ExitCode, Is.EqualTo(137), "it had ended before");
        return traces;
    }

    private async Task NothingIsLeftAsync(Traces traces, CancellationToken cancellation)
    {
        TestContext.Out.WriteLine(
            $"killed: {traces.Names.Count} processes, {traces.Ports} sockets, {traces.Folders.Count} folders"
        );
        Assert.That(await _crew.LeftAsync(traces, cancellation), Is.Empty);
        var again = await _crew.Desk.RunAsync("rehearse", "crew.csx");
        Assert.That(again.ToString(), Is.EqualTo(new Ended(0, "ok      clean\n", "").ToString()));
    }

    private static int Draw(int number, int most)
    {
        var seed = Random.Shared.Next();
        var drawn = new Random(seed).Next(1, most + 1);
        TestContext.Out.WriteLine($"{number}: seed {seed}, killed after {drawn}");
        return drawn;
    }
}
