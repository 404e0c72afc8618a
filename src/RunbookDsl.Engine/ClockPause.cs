namespace RunbookDsl.Engine;

/// <summary>
/// Waits on a clock. The wall clock may jump while we wait, so it looks again at least every second and never
/// waits longer, on the monotonic clock, than it was told when it began.
/// </summary>
/// <param name="clock">Gives both the time of day and the monotonic time.</param>
public sealed class ClockPause(TimeProvider clock) : IPause
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task UntilAsync(DateTimeOffset due, TimeSpan atMost, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var left = Min(due - clock.GetUtcNow(), atMost - clock.GetElapsedTime(began));
            if (left <= TimeSpan.Zero)
                return;
            await Task.Delay(Min(left, Look), clock, cancellation).ConfigureAwait(false);
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
