namespace RunbookDsl.Testing.Apis;

/// <summary>One message a second and channel, and a few more at once.</summary>
internal sealed class SlackPace(VirtualClock clock, int burst)
{
    private readonly Dictionary<string, (double Left, DateTimeOffset At)> _channels = [];

    /// <summary>Counts a message; false refuses it.</summary>
    public bool Take(string channel)
    {
        var now = clock.GetUtcNow();
        var (left, at) = _channels.GetValueOrDefault(channel, (burst, now));
        left = Math.Min(burst, left + (now - at).TotalSeconds);
        var isTaken = left >= 1;
        _channels[channel] = (isTaken ? left - 1 : left, now);
        return isTaken;
    }
}
