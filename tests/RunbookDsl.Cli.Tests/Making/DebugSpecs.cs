namespace RunbookDsl.Cli.Tests;

/// <summary><c>--debug</c>: nothing is begun before a debugger is there.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(60_000)]
internal sealed class DebugSpecs : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [TestCase("exec")]
    [TestCase("rehearse")]
    public async Task It_waits_tells_its_process_and_ends_by_Ctrl_C_with_nothing_begun(string verb)
    {
        _desk.Put("s.csx", "Runbook(\"S\");\nStep(\"a\").Manual(\"do it\");\n");
        _desk.Put("s.world.csx", "Answers(\"do it\");\n");
        using var started = _desk.Start(verb, "s.csx", "--debug");
        await started.ErrorSeenAsync(
            $"Attach a debugger to process {started.Pid} (runbook): it stops at breakpoints in the script and in "
                + "all it loads. Nothing is begun before; Ctrl+C ends this.\n"
        );
        started.Signal("INT");
        var ended = await started.EndAsync();
        Assert.That(ended.ExitCode, Is.Not.Zero);
        Assert.That(ended.Output, Is.Empty);
        Assert.That(Directory.Exists(Path.Combine(_desk.Home, "runs")), Is.False);
    }
}
