namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>The town lives in real time: visitors come one after the other, and a host has to be silent for a
/// while.</summary>
internal static class Pace
{
    public static async Task PassAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }
}
