namespace RunbookDsl.Cli;

/// <summary>
/// The pairs <c>--skip ID --reason TEXT</c>. With <c>--old-attempt-ended</c> the last reason is its own.
/// </summary>
internal static class SkipOptions
{
    public static IReadOnlyDictionary<string, string> Of(Invocation invocation)
    {
        var ids = invocation.Values("--skip");
        var reasons = invocation.Values("--reason");
        if (invocation.Has("--old-attempt-ended") && reasons.Count > 0)
            reasons.RemoveAt(reasons.Count - 1);
        // The first reason is that of the migration.
        if (invocation.Has("--migrate") && reasons.Count > 0)
            reasons.RemoveAt(0);
        if (ids.Count != reasons.Count)
            throw new UsageException(
                $"every --skip wants its --reason: {ids.Count} --skip, {reasons.Count} --reason.",
                invocation.Command
            );
        var skips = new Dictionary<string, string>();
        for (var i = 0; i < ids.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(reasons[i]))
                throw new UsageException($"the reason to skip '{ids[i]}' is empty.", invocation.Command);
            skips[ids[i]] = reasons[i];
        }
        return skips;
    }
}
