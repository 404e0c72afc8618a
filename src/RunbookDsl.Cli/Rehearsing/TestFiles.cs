namespace RunbookDsl.Cli;

/// <summary>The runbooks that can be tested: those with a world beside them.</summary>
internal static class TestFiles
{
    private const string WorldEnding = ".world.csx";

    public static IReadOnlyList<string> Find(Invocation invocation, Session session)
    {
        var given = invocation.Argument(0) ?? ".";
        var path = Path.GetFullPath(given, session.Settings.WorkingDirectory);
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new UsageException($"there is no file or folder {given}.", invocation.Command);
        var scripts = Directory
            .EnumerateFiles(path, "*" + WorldEnding, SearchOption.AllDirectories)
            .Select(w => w[..^WorldEnding.Length] + ".csx")
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .ToList();
        return scripts.Count > 0
            ? scripts
            : throw new UsageException(
                $"no runbook below {given} has a world: NAME{WorldEnding} beside NAME.csx says what it is "
                    + "rehearsed in. `runbook new` shows what one looks like.",
                invocation.Command
            );
    }
}
