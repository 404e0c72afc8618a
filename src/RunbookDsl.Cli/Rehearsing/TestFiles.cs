using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary>The runbooks that can be tested: those with a world beside them.</summary>
internal static class TestFiles
{
    public static IReadOnlyList<string> Find(Invocation invocation, Session session)
    {
        var given = invocation.Argument(0) ?? ".";
        var path = Path.GetFullPath(given, session.Settings.WorkingDirectory);
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new UsageException($"there is no file or folder {given}.", invocation.Command);
        var scripts = WorldFile.RunbooksBelow(path);
        return scripts.Count > 0
            ? scripts
            : throw new UsageException(
                $"no runbook below {given} has a world: NAME.world.csx beside NAME.csx says what it is "
                    + "rehearsed in. `runbook new` shows what one looks like.",
                invocation.Command
            );
    }
}
