using System.Globalization;
using System.Text;

namespace RunbookDsl;

/// <summary>
/// Durations as authors write them (<c>48.Hours</c>) and as operators read them (<c>1h30m</c>).
/// </summary>
public static class Durations
{
    extension(int value)
    {
        /// <summary>That many milliseconds.</summary>
        public TimeSpan Milliseconds => TimeSpan.FromMilliseconds(value);

        /// <summary>That many seconds.</summary>
        public TimeSpan Seconds => TimeSpan.FromSeconds(value);

        /// <summary>That many minutes.</summary>
        public TimeSpan Minutes => TimeSpan.FromMinutes(value);

        /// <summary>That many hours.</summary>
        public TimeSpan Hours => TimeSpan.FromHours(value);

        /// <summary>That many days of 24 hours.</summary>
        public TimeSpan Days => TimeSpan.FromDays(value);
    }

    /// <summary>
    /// <c>0s</c>, <c>250ms</c>, <c>45s</c>, <c>1h30m</c>, <c>2d</c>: at most three units, none of them zero.
    /// </summary>
    public static string Text(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
            return "-" + Text(duration.Duration());
        if (duration < TimeSpan.FromSeconds(1))
            return duration == TimeSpan.Zero ? "0s" : Number((int)duration.TotalMilliseconds, "ms");
        var text = new StringBuilder();
        Append(text, (int)duration.TotalDays, "d");
        Append(text, duration.Hours, "h");
        Append(text, duration.Minutes, "m");
        if (duration.TotalDays < 1)
            Append(text, duration.Seconds, "s");
        return text.ToString();
    }

    /// <summary>
    /// Every unit down to milliseconds, so that reading it gives the same duration again: <c>2d30s</c>,
    /// <c>1m30s500ms</c>.
    /// </summary>
    public static string Exact(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
            return "-" + Exact(duration.Duration());
        var text = new StringBuilder();
        Append(text, duration.Days, "d");
        Append(text, duration.Hours, "h");
        Append(text, duration.Minutes, "m");
        Append(text, duration.Seconds, "s");
        Append(text, duration.Milliseconds, "ms");
        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static void Append(StringBuilder text, int count, string unit)
    {
        if (count > 0)
            text.Append(Number(count, unit));
    }

    private static string Number(int count, string unit) =>
        count.ToString(CultureInfo.InvariantCulture) + unit;
}
