namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Nothing is acted on before it would survive a power cut: each command is watched, and every write and
/// every new name must have had its sync before the next effect, the next rename, and the end.
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
        await WatchAsync(at, 3, ["approve", at.RunId!, "ask", "--evidence", "it is green"]);
    }

    /// <summary>After a failed sync the kernel may show lines that never reached the disk.</summary>
    [Test]
    public async Task What_a_resume_acts_on_is_written_anew()
    {
        using var at = _worlds.Before("resume").Copy();
        var trace = await WatchAsync(at, 20, Killings.Command(at, "resume"));
        var last = Path.Combine(at.Home, "runs", at.RunId!, "000001.jsonl");
        var lines = trace.ToList();
        var anew = lines.FindIndex(l => l.Contains($"rename(\"{last}.tmp\"", StringComparison.Ordinal));
        var effect = lines.FindIndex(l => l.Contains(at.Effects + ">", StringComparison.Ordinal));
        Assert.That(anew, Is.Positive.And.LessThan(effect));
    }

    [Test]
    public async Task A_file_whose_name_a_crash_left_unsynced_is_synced_before_it_counts()
    {
        var boundaries = await Killings.BoundariesAsync(_worlds.Before("exec"), "exec");
        var sync = boundaries.Last(b => b.Call == "fsync" && b.Line.Contains("/script>"));
        using var at = await Killings.LeftByAsync(_worlds.Before("exec"), "exec", sync);
        var folder = Path.Combine(at.Home, "runs", at.RunId!, "script");
        Assert.That(Directory.GetFiles(folder), Is.Not.Empty);
        await WatchAsync(at, 40, Killings.Command(at, "resume"), folder);
    }

    private static async Task<IReadOnlyList<string>> WatchAsync(
        Case at,
        int syncs,
        string[] command,
        params string[] unsynced
    )
    {
        var ended = await RunbookProgram.TracedAsync(at, null, command);
        Assert.That(ended.ExitCode, Is.Zero.Or.EqualTo(75).Or.EqualTo(3), ended.ToString());
        var violations = SyncOrder.Violations(at, ended.Trace, unsynced, out var needed);
        Assert.That(violations, Is.Empty, string.Join("\n", violations));
        Assert.That(needed, Is.GreaterThanOrEqualTo(syncs), "the trace shows too little");
        return ended.Trace;
    }
}
