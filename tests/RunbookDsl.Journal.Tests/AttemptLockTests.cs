namespace RunbookDsl.Journal.Tests;

// Alone: a process that another test starts at the same moment would inherit the lock.
[NonParallelizable]
public sealed class AttemptLockTests
{
    [Test, CancelAfter(30_000)]
    public async Task OldAttempt_WhoseToolOutlivesTheKilledRunner_IsAlive(CancellationToken cancellation)
    {
        using var home = new TempHome();
        using var runner = DummyProcess.StartDummy("alive", home.Path);
        var line = await runner.StandardOutput.ReadLineAsync(cancellation);
        var tool = int.Parse(line!["tool ".Length..]);
        runner.Kill();
        await runner.WaitForExitAsync(cancellation);

        using var attempt = AttemptLock.Open(home.Path);
        Assert.That(attempt.IsOldAttemptAlive(), Is.True);
        Assert.That(attempt.Holders(), Is.EqualTo(new[] { new AttemptHolder(tool, "sleep") }));

        var waiting = attempt.TakeWhenFreeAsync(TimeProvider.System, cancellation);
        Assert.That(waiting.IsCompleted, Is.False);
        using (var process = System.Diagnostics.Process.GetProcessById(tool))
            process.Kill();
        await waiting;
        Assert.That(attempt.IsHeld, Is.True);
        Assert.That(attempt.IsOldAttemptAlive(), Is.False);
    }

    [Test]
    public void TryTake_SecondOfTwo_IsRefusedUntilTheFirstLetsGo()
    {
        using var home = new TempHome();
        using var second = AttemptLock.Open(home.Path);
        using (var first = AttemptLock.Open(home.Path))
        {
            Assert.That(first.TryTake(), Is.True);
            Assert.That(first.TryTake(), Is.True, "taking it again changes nothing");
            Assert.That(second.TryTake(), Is.False);
        }
        Assert.That(second.TryTake(), Is.True);
    }
}
