namespace RunbookDsl;

/// <summary>How often a failed step is tried again, and how long it waits in between.</summary>
/// <param name="Attempts">Attempts in all, the first included; at least 2.</param>
/// <param name="Delay">Wait before the second attempt; doubled each time up to
/// <see cref="MaxDelay"/>.</param>
public sealed record RetrySpec(int Attempts, TimeSpan Delay)
{
    /// <summary>The longest wait. Default 5 minutes.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The wait after attempt number <paramref name="attempt"/> (counted from 1) has failed.
    /// </summary>
    public TimeSpan DelayAfter(int attempt)
    {
        var factor = Math.Pow(2, Math.Min(attempt - 1, 30));
        return TimeSpan.FromTicks((long)Math.Min(Delay.Ticks * factor, MaxDelay.Ticks));
    }
}
