namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Nothing is acted on before it would survive a power cut: each command is watched, and every write and every
/// new name must have had its sync before the next effect, the next rename, and the end.
/// </summary>
[NonParallelizable]
public sealed class SyncOrderSpecs
{
    private Worlds _worlds = null!;

    [OneTimeSetUp]
    public async Task PrepareAsync() => _worlds = await Worlds.PrepareAsync();

    [OneTimeTearDown]
    public void CleanUp() => _worlds.Dispose();

    [TestCase("exec", 50)]
    [TestCase("resume", 20)]
    [TestCase("undo", 25)]
    public async Task A_command_acts_only_on_what_has_reached_the_disk(string verb, int syncs)
    {
        using var at = _worlds.Before(verb).Copy();
        await WatchAsync(at, syncs, Killings.Command(at, verb));
    }

    [Test]
    public async Task A_torn_end_is_put_aside_before_the_run_goes_on()
    {
        using var at = _worlds.Before("resume").Copy();
        await File.AppendAllTextAsync(
            Path.Combine(at.Home, "runs", at.RunId!, "000001.jsonl"),
            """{"v":1,"seq":99,"ep":1,"d":98,"at":"2026-01-02T03:04:05.678Z","t":"step.outcome","st"""
        );
        await WatchAsync(at, 20, Killings.Command(at, "resume"));
    }

    [Test]
    public async Task A_posted_answer_has_reached_the_disk_when_the_command_ends()
    {
        using var at = Case.New();
        var script = Path.Combine(Path.GetDirectoryName(RunbookProgram.Script)!, "asking.csx");
        var held = await RunbookProgram.RunAsync(at, "exec", script, "--non-interactive");
        Assert.That(held.Output, Does.Contain("waits for a person"), held.ToString());
        await WatchAsync(at, 3, "approve", at.RunId!, "ask", "--evidence", "it is green");
    }

    private static async Task WatchAsync(Case at, int syncs, params string[] command)
    {
        var ended = await RunbookProgram.TracedAsync(at, null, command);
        Assert.That(ended.ExitCode, Is.Zero.Or.EqualTo(75).Or.EqualTo(3), ended.ToString());
        var violations = SyncOrder.Violations(at, ended.Trace, out var needed);
        Assert.That(violations, Is.Empty, string.Join("\n", violations));
        Assert.That(needed, Is.GreaterThanOrEqualTo(syncs), "the trace shows too little");
    }
}
