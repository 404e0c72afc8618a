namespace RunbookDsl.Cli;

/// <summary>What the operator says about a plan on the command line.</summary>
internal static class PlanInputs
{
    public static AuthoringInputs Of(Session session, Invocation invocation, string file) =>
        new(Path.GetFullPath(file, session.Settings.WorkingDirectory))
        {
            Parameters = Parameters(invocation),
            WindowStart = WindowStart(invocation),
        };

    public static Dictionary<string, string> Parameters(Invocation invocation)
    {
        var values = new Dictionary<string, string>();
        foreach (var pair in invocation.Values("--param"))
        {
            var end = pair.IndexOf('=', StringComparison.Ordinal);
            if (end < 1)
                throw new UsageException($"-p wants NAME=VALUE: '{pair}' is not one.", invocation.Command);
            if (!values.TryAdd(pair[..end], pair[(end + 1)..]))
                throw new UsageException($"parameter '{pair[..end]}' is given twice.", invocation.Command);
        }
        return values;
    }

    public static DateTimeOffset? WindowStart(Invocation invocation)
    {
        if (invocation.Value("--window-start") is not { } text)
            return null;
        try
        {
            return WindowText.ParseTime(text);
        }
        catch (FormatException e)
        {
            throw new UsageException(
                $"--window-start wants a time such as 2026-12-05 06:00Z: {e.Message}.",
                invocation.Command
            );
        }
    }
}
