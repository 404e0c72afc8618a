using RunbookDsl.LanguageServer;

namespace RunbookDsl.Cli;

/// <summary><c>runbook new --repo</c>: the settings by which editors find <c>runbook lsp</c>.</summary>
internal static class RepositoryFiles
{
    public static Task<int> WriteAsync(Invocation invocation, Session session)
    {
        var folder = session.Settings.WorkingDirectory;
        try
        {
            Print(invocation, session, EditorFiles.Write(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{session.Settings.Shown(folder)} cannot be written: {e.Message}",
                invocation.Command
            );
        }
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Print(
        Invocation invocation,
        Session session,
        IReadOnlyList<(string Path, bool IsWritten)> files
    )
    {
        if (!invocation.Has("--json"))
            foreach (var (path, isWritten) in files)
                session.Out.Line(isWritten ? $"written: {path}" : $"there already, left alone: {path}");
        else
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartArray();
                    foreach (var (path, isWritten) in files)
                    {
                        w.WriteStartObject();
                        w.WriteString("path", path);
                        w.WriteBoolean("written", isWritten);
                        w.WriteEndObject();
                    }
                    w.WriteEndArray();
                }
            );
    }
}
