using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// So many requests of a user in a window of time; who goes beyond is refused for as long again.
/// </summary>
internal sealed class CloudflareLimit(VirtualClock clock, int requests, TimeSpan window)
{
    private DateTimeOffset _ends;
    private int _left;
    private bool _isClosed;

    /// <summary>Counts a request; false refuses it.</summary>
    public bool Take()
    {
        var now = clock.GetUtcNow();
        if (now >= _ends)
            (_ends, _left, _isClosed) = (now + window, requests, false);
        if (_isClosed)
            return false;
        if (_left > 0)
        {
            _left--;
            return true;
        }
        (_ends, _isClosed) = (now + window, true);
        return false;
    }

    public ApiAnswer Dress(ApiAnswer answer)
    {
        var dressed = answer
            .With("x-ratelimit-limit", Text(requests))
            .With("x-ratelimit-remaining", Text(_left))
            .With("x-ratelimit-reset", _ends.ToString("R", CultureInfo.InvariantCulture));
        return answer.Status == 429 && !answer.Headers.ContainsKey("retry-after")
            ? dressed.With("retry-after", Seconds(_ends - clock.GetUtcNow()))
            : dressed;
    }

    public static string Seconds(TimeSpan time) => Text((int)Math.Ceiling(time.TotalSeconds));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
