using RunbookDsl.Scripting.Editing;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook editor</c>: writes the files that give an editor which knows plain C# scripts the same
/// references and usings as this tool.
/// </summary>
internal static class EditorCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var directory = Path.GetFullPath(invocation.Argument(0) ?? ".", session.Settings.WorkingDirectory);
        if (!Directory.Exists(directory))
            throw new UsageException(
                $"{session.Settings.Shown(directory)} is no directory: name the one that holds the scripts.",
                invocation.Command
            );
        try
        {
            var written = EditorResponseFile.Write(directory, ScriptWorld.Options(session.Settings));
            Print(invocation, session, written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{session.Settings.Shown(directory)} cannot be written: {e.Message}",
                invocation.Command
            );
        }
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Print(Invocation invocation, Session session, IReadOnlyList<string> written)
    {
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartArray();
                    foreach (var file in written)
                        w.WriteStringValue(file);
                    w.WriteEndArray();
                }
            );
        else
            foreach (var file in written)
                session.Out.Line($"written: {session.Settings.Shown(file)}");
    }
}
