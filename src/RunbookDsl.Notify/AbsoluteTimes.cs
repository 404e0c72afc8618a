using System.Globalization;
using System.Text;

namespace RunbookDsl.Notify;

/// <summary>
/// Times in words that are right everywhere and on every day: date, clock and zone, UTC first.
/// </summary>
public static class AbsoluteTimes
{
    private const string Clock = "HH:mm";

    /// <summary>
    /// <c>Saturday 5 December 2026, 06:00 to 10:00 UTC (Pacific/Auckland: Saturday 5 December 2026, 19:00 to
    /// 23:00)</c>.
    /// </summary>
    /// <param name="from">The beginning.</param>
    /// <param name="until">The end, later.</param>
    /// <param name="zones">Names of zones as of IANA, for those who read it: <c>Europe/Berlin</c>.</param>
    /// <exception cref="ArgumentException">The end is not after the beginning, or this machine knows no such
    /// zone; becomes an authoring error at its line.</exception>
    public static string Span(DateTimeOffset from, DateTimeOffset until, params string[] zones)
    {
        ArgumentNullException.ThrowIfNull(zones);
        if (until <= from)
            throw new ArgumentException($"the end {until:u} is not after the beginning {from:u}.");
        var text = new StringBuilder(Local(from, until, TimeZoneInfo.Utc)).Append(" UTC");
        foreach (var name in zones)
            text.Append(name == zones[0] ? " (" : "; ")
                .Append(name)
                .Append(": ")
                .Append(Local(from, until, Zone(name)));
        return zones.Length > 0 ? text.Append(')').ToString() : text.ToString();
    }

    /// <summary><c>Saturday 5 December 2026, 06:00 UTC</c>.</summary>
    public static string At(DateTimeOffset time) => Day(time.ToUniversalTime()) + " UTC";

    /// <summary>Words that are wrong tomorrow and elsewhere, as they stand in a text; empty for
    /// none.</summary>
    internal static IEnumerable<string> Relative(string text) =>
        text.Split([' ', ',', '.', ':', ';', '!', '?', '\n', '\r', '\t', '(', ')'])
            .Where(w =>
                w.Equals("today", StringComparison.OrdinalIgnoreCase)
                || w.Equals("tomorrow", StringComparison.OrdinalIgnoreCase)
                || w.Equals("tonight", StringComparison.OrdinalIgnoreCase)
                || w.Equals("yesterday", StringComparison.OrdinalIgnoreCase)
            )
            .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a plan says of such words; null when there are none.</summary>
    internal static string? Warning(string text) =>
        Relative(text).FirstOrDefault() is { } word
            ? $"\"{word}\" is wrong on another day and in another zone: write AbsoluteTimes.Span(from, until)"
            : null;

    private static string Local(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        var (begin, end) = (TimeZoneInfo.ConvertTime(from, zone), TimeZoneInfo.ConvertTime(until, zone));
        var last = begin.Date == end.Date ? end.ToString(Clock, CultureInfo.InvariantCulture) : Day(end);
        return $"{Day(begin)} to {last}";
    }

    private static string Day(DateTimeOffset time) =>
        time.ToString($"dddd d MMMM yyyy, {Clock}", CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new ArgumentException(
                $"this machine knows no time zone '{name}': write a name such as Europe/Berlin."
            );
}
