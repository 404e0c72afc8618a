using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>A maintenance window: four hours, once a week, in UTC.</summary>
internal sealed record HerokuWindow(DayOfWeek Day, TimeOnly Start)
{
    private static readonly string[] Formats = ["H:mm", "h:mmtt", "h:mm tt", "htt", "h tt"];

    /// <summary>A window as the command line sends it: <c>sunday</c> and <c>13:30</c> or <c>1:30PM</c>; null
    /// when it is none.</summary>
    public static HerokuWindow? Parse(string? day, string? time)
    {
        var name = day?.Trim().TrimEnd('s');
        var known = Enum.GetValues<DayOfWeek>().Where(d => Same(d.ToString(), name)).Cast<DayOfWeek?>();
        var culture = CultureInfo.InvariantCulture;
        return
            known.FirstOrDefault() is { } weekday
            && TimeOnly.TryParseExact(time?.Trim(), Formats, culture, DateTimeStyles.None, out var start)
            ? new(weekday, start)
            : null;
    }

    /// <summary>The first beginning after a time.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var day = new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero) + Start.ToTimeSpan();
        day = day.AddDays(((int)Day - (int)day.DayOfWeek + 7) % 7);
        return day > after ? day : day.AddDays(7);
    }

    /// <summary>Thursdays 22:00 to Fridays 02:00 UTC</summary>
    public override string ToString()
    {
        var end = Start.Add(TimeSpan.FromHours(4), out var days);
        var last = (DayOfWeek)(((int)Day + days) % 7);
        return $"{Day}s {Text(Start)} to {last}s {Text(end)} UTC";
    }

    private static bool Same(string one, string? other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
