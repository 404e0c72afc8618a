using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>Times as providers write them, in UTC.</summary>
internal static class ModelTimes
{
    /// <summary>2012-01-01T12:00:00Z</summary>
    public static string Iso(this DateTimeOffset time) => time.As("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>2012-01-01T12:00:00.000Z</summary>
    public static string IsoMillis(this DateTimeOffset time) => time.As("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>2019-11-07 22:00:00 +0000</summary>
    public static string Spaced(this DateTimeOffset time) => time.As("yyyy-MM-dd HH:mm:ss '+0000'");

    /// <summary>A time as people write it in a world file or a request; null when it is none.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;

    public static string As(this DateTimeOffset time, string format) =>
        time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
