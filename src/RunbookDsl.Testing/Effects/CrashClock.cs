using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>A clock that stands still until the engine waits, and then jumps: a wait of hours takes no
/// time.</summary>
internal sealed class CrashClock : TimeProvider, IPause
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now;
    private long _ticks;

    internal CrashClock(DateTimeOffset start) => _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _ticks;
    }

    public Task UntilAsync(DateTimeOffset due, TimeSpan atMost, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Advance(due - GetUtcNow() is var left && left < atMost ? left : atMost);
        return Task.CompletedTask;
    }

    internal void Advance(TimeSpan by)
    {
        if (by <= TimeSpan.Zero)
            return;
        lock (_gate)
        {
            _now += by;
            _ticks += by.Ticks;
        }
    }
}
