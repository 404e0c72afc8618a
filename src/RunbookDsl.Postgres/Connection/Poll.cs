namespace RunbookDsl.Postgres;

/// <summary>Looks again until something holds.</summary>
internal static class Poll
{
    /// <summary>
    /// Whether <paramref name="test"/> became true within <paramref name="limit"/> on the run's clock.
    /// </summary>
    public static async Task<bool> UntilAsync(
        StepContext context,
        TimeSpan limit,
        Func<Task<bool>> test,
        CancellationToken cancellation
    )
    {
        var pause = TimeSpan.FromMilliseconds(Math.Clamp(limit.TotalMilliseconds / 20, 20, 250));
        var start = context.Clock.GetTimestamp();
        while (!await test().ConfigureAwait(false))
        {
            if (context.Clock.GetElapsedTime(start) >= limit)
                return false;
            await context.WaitAsync(pause, cancellation).ConfigureAwait(false);
        }
        return true;
    }
}
