using System.Globalization;

namespace RunbookDsl;

/// <summary>Times and durations as text: UTC with a written zone, never the machine's own.</summary>
public static class WindowText
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.fffK",
        "yyyy-MM-ddTHH:mmK",
        "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-dd HH:mm zzz",
    ];

    /// <summary><c>2026-12-05 06:00Z</c>, seconds only where there are some.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(
            time.Millisecond != 0 ? "yyyy-MM-dd HH:mm:ss.fff'Z'"
                : time.Second != 0 ? "yyyy-MM-dd HH:mm:ss'Z'"
                : "yyyy-MM-dd HH:mm'Z'",
            CultureInfo.InvariantCulture
        );

    /// <summary>
    /// Reads a time with a zone (<c>Z</c> or <c>+13:00</c>); a time without one is refused.
    /// </summary>
    /// <exception cref="FormatException">It is no such time.</exception>
    public static DateTimeOffset ParseTime(string text)
    {
        if (!HasZone(text))
            throw new FormatException(
                $"'{text}' has no zone: write 2026-12-05 06:00Z or 2026-12-05 19:00+13:00"
            );
        return DateTimeOffset.TryParseExact(
            text.Trim(),
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var time
        )
            ? time.ToUniversalTime()
            : throw new FormatException($"'{text}' is no date and time");
    }

    /// <summary>
    /// Reads <c>500ms</c>, <c>90s</c>, <c>15m</c>, <c>2h</c>, <c>1d</c>, and sums such as <c>1h30m</c>.
    /// </summary>
    /// <exception cref="FormatException">It is no such duration.</exception>
    public static TimeSpan ParseDuration(string text)
    {
        var total = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
            throw new FormatException("a duration is missing: write 90s, 15m or 2h");
        var isNegative = rest[0] == '-';
        if (isNegative)
            rest = rest[1..];
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
                throw new FormatException($"'{text}' is no duration: write 90s, 15m or 2h");
            var count = int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[digits..];
            var end = rest.IndexOfAnyInRange('0', '9');
            var unit = end < 0 ? rest : rest[..end];
            total += Of(count, unit, text);
            rest = end < 0 ? [] : rest[end..];
        }
        return isNegative ? -total : total;
    }

    private static TimeSpan Of(int count, ReadOnlySpan<char> unit, string text) =>
        unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "s" => TimeSpan.FromSeconds(count),
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            "d" => TimeSpan.FromDays(count),
            _ => throw new FormatException($"'{text}' is no duration: units are ms, s, m, h, d"),
        };

    private static bool HasZone(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.EndsWith("Z")
            || (trimmed.Length > 6 && trimmed[^3] == ':' && trimmed[^6] is '+' or '-');
    }
}
