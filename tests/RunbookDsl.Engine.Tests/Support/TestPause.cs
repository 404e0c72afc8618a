namespace RunbookDsl.Engine.Tests.Support;

/// <summary>Waits by moving the clock: a wait of hours takes no time. Keeps what was waited for.</summary>
internal sealed class TestPause(TestClock clock) : IPause
{
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Called before each wait; may stop the run or post a signal.</summary>
    public Action? OnWait { get; set; }

    public Task UntilAsync(DateTimeOffset due, TimeSpan atMost, CancellationToken cancellation)
    {
        OnWait?.Invoke();
        cancellation.ThrowIfCancellationRequested();
        var left = due - clock.GetUtcNow();
        var wait = left < atMost ? left : atMost;
        lock (Waits)
            Waits.Add(wait);
        if (wait > TimeSpan.Zero)
            clock.Advance(wait);
        return Task.CompletedTask;
    }
}
