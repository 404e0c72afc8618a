using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// The server's own time, captured before the change: "done since" is asked against the clock that stamped
/// the deed, so neither a wrong clock here nor a rehearsal's virtual one can make an old deed look new.
/// </summary>
internal static class ServerClock
{
    public const string Captured = "server clock";

    public static async Task<Captured> CaptureAsync(PgSession session)
    {
        var now = await session.ScalarAsync<DateTime>("select clock_timestamp()").ConfigureAwait(false);
        return RunbookDsl.Captured.Of(
            Captured,
            session.Varying(Captured, now.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture))
        );
    }

    /// <summary>The captured time; null before the first run.</summary>
    public static DateTime? Before(StepContext context) =>
        Value(context, Captured) is { } text
            ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : null;

    /// <summary>A captured value by name; null when nothing of that name was captured.</summary>
    public static string? Value(StepContext context, string name)
    {
        foreach (var pair in context.Before?.Values ?? [])
            if (pair.Key == name)
                return pair.Value;
        return null;
    }
}
