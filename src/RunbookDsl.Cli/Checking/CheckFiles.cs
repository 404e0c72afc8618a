namespace RunbookDsl.Cli;

/// <summary>Which scripts are checked: those that are named, and the runbooks below a folder.</summary>
internal static class CheckFiles
{
    public static List<string> Of(Invocation invocation, Session session)
    {
        if (invocation.Arguments.Count == 0)
            throw new UsageException("say which FILE or folder to check.", invocation.Command);
        var files = new List<string>();
        foreach (var given in invocation.Arguments)
        {
            var path = Path.GetFullPath(given, session.Settings.WorkingDirectory);
            if (!Directory.Exists(path))
                files.Add(given);
            else if (Below(path) is { Count: > 0 } found)
                files.AddRange(found.ConvertAll(session.Settings.Shown));
            else
                throw new UsageException(
                    $"there is no runbook below {given}: no .csx file with a Runbook(\"…\").",
                    invocation.Command
                );
        }
        return files;
    }

    // What has no title is a part of another one, and a world is no runbook.
    private static List<string> Below(string folder)
    {
        var files = new List<string>(
            Directory.EnumerateFiles(
                folder,
                "*.csx",
                new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 16 }
            )
        );
        files.RemoveAll(f =>
            f.EndsWith(".world.csx", StringComparison.Ordinal)
            || !File.ReadAllText(f).Contains("Runbook(", StringComparison.Ordinal)
        );
        files.Sort(StringComparer.Ordinal);
        return files;
    }
}
