namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Ctrl+C, and a second operator.</summary>
[CancelAfter(60_000)]
internal sealed class StopSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private async Task<Started> StartAsync()
    {
        var started = _desk.Start("exec", Script.Modes, "-p", $"folder={_desk.Folder}", "-p", "mode=wait");
        await started.SeenAsync(" second: ");
        return started;
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("HUP")]
    public async Task One_signal_stops_after_the_current_step(string signal)
    {
        using var started = await StartAsync();
        started.Signal(signal);
        await started.SeenAsync(
            "Stopping after the current step. Once more cancels it. The run stays resumable.\n"
        );
        _desk.Put("go", "");
        var ended = await started.EndAsync();
        Assert.That(ended.ExitCode, Is.EqualTo(10), ended.ToString());
        Assert.That(ended.Output, Does.Contain($"Run {_desk.RunId} is stopped by the operator.\n"));
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "third")), Is.False);
        Assert.That((await _desk.RunAsync("resume")).ExitCode, Is.Zero);
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "third")), Is.True);
    }

    [Test]
    public async Task Two_signals_cancel_the_step()
    {
        using var started = await StartAsync();
        started.Signal("INT");
        await started.SeenAsync("Stopping after the current step.");
        started.Signal("INT");
        var ended = await started.EndAsync();
        Assert.That(ended.ExitCode, Is.EqualTo(10), ended.ToString());
        Assert.That(ended.Output, Does.Contain("Cancelling the current step.\n"));
        _desk.Put("go", "");
        Assert.That((await _desk.RunAsync("resume")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_second_operator_is_told_who_has_the_run()
    {
        using var first = await StartAsync();
        _desk.Environment["RUNBOOK_OPERATOR"] = "bob";
        var second = await _desk.RunAsync("resume", _desk.RunId);
        Assert.That(second.ExitCode, Is.EqualTo(74), second.ToString());
        Assert.That(
            second.Error,
            Does.Match(
                $@"^runbook: Run {_desk.RunId} is already being run by alice@\S+ \(pid "
                    + $@"{first.Pid}\) since \S+ \S+Z; lock: \S+/lock\. A run has one owner at a time\. .*\n$"
            )
        );
        Assert.That((await _desk.RunAsync("runs")).Output, Does.Contain("  running  "));
        _desk.Put("go", "");
        Assert.That((await first.EndAsync()).ExitCode, Is.Zero, "it did not notice");
    }

    [Test]
    public async Task A_reader_that_goes_away_does_not_stop_the_run()
    {
        var line = $"exec dotnet \"$0\" \"$@\" | head -n 1";
        using var started = _desk.Shell(
            line,
            "exec",
            Script.Modes,
            "-p",
            $"folder={_desk.Folder}",
            "-p",
            "mode=ok"
        );
        await started.EndAsync();
        Assert.That((await _desk.RunAsync("runs")).Output, Does.Contain("  done  "));
    }
}
