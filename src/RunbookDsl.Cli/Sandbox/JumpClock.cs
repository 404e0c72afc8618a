using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// The clock of a sandbox: runs like the real one, and jumps where a run waits for a time. A maintenance
/// window of two days is
/// rehearsed in seconds.
/// </summary>
internal sealed class JumpClock : TimeProvider, IPause
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private readonly TimeProvider _real = System;
    private long _ahead;

    /// <summary>Sets the clock.</summary>
    public void Begin(DateTimeOffset at) => Interlocked.Exchange(ref _ahead, (at - _real.GetUtcNow()).Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() =>
        _real.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _ahead));

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _real.GetElapsedTime(0).Ticks + Interlocked.Read(ref _ahead);

    /// <inheritdoc/>
    public async Task UntilAsync(DateTimeOffset due, TimeSpan atMost, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var left = due - GetUtcNow();
        left = atMost < left ? atMost : left;
        // A short wait is a look at a real program that needs real time: only long ones jump.
        if (left > Shortest)
            Interlocked.Add(ref _ahead, left.Ticks);
        else if (left > TimeSpan.Zero)
            await Task.Delay(left, _real, cancellation).ConfigureAwait(false);
    }
}
