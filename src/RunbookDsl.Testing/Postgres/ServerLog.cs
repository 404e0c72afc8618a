namespace RunbookDsl.Testing;

/// <summary>The server's own words when it does not start.</summary>
internal static class ServerLog
{
    private const int ShownLines = 12;

    public static string Failure(PostgresBinaries binaries, string log) =>
        $"the throw-away server ({binaries.VersionText}) did not start. It said: {Tail(log)}";

    public static string TooSlow(TimeSpan limit, string log) =>
        "the throw-away server did not accept connections within "
        + $"{Durations.Text(limit)}. It said: {Tail(log)}";

    public static string Tail(string log)
    {
        var lines = log.Trim().Split('\n');
        return log.Trim().Length == 0 ? "nothing" : string.Join('\n', lines.TakeLast(ShownLines));
    }
}
