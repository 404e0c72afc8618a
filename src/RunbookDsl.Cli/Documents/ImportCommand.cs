using System.Runtime.CompilerServices;
using RunbookDsl.Documents;

namespace RunbookDsl.Cli;

/// <summary><c>runbook import</c>: a runbook of manual steps from a checklist in Markdown.</summary>
internal static class ImportCommand
{
    // Markdown's assembly comes with this method, and with few other verbs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var settings = session.Settings;
        var checklist = Path.GetFullPath(invocation.Argument(0)!, settings.WorkingDirectory);
        var output = Path.GetFullPath(
            invocation.Value("--output") ?? Path.ChangeExtension(checklist, ".csx"),
            settings.WorkingDirectory
        );
        if (Path.GetExtension(output) != ".csx")
            throw new UsageException(
                $"{settings.Shown(output)} is no name of a runbook: it ends in .csx.",
                invocation.Command
            );
        var imported = ImportedRunbook.Read(checklist, settings.Shown(checklist));
        Write(output, imported.Script, settings.Shown(output));
        Print(invocation, session, imported, output);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Write(string path, string text, string shown)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (IOException) when (Path.Exists(path))
        {
            throw new DocumentException($"{shown} is there already: name another file with --output.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DocumentException($"{shown} cannot be written: {e.Message}");
        }
    }

    private static void Print(Invocation invocation, Session session, ImportedRunbook imported, string output)
    {
        var shown = session.Settings.Shown(output);
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("file", output);
                    w.WriteString("title", imported.Title);
                    w.WriteNumber("steps", imported.Steps);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Write(
                $"{shown} is there: {imported.Steps} step{(imported.Steps == 1 ? "" : "s")}, each done by hand.\n"
                    + $"Next:    runbook check {shown}\n"
                    + $"Next:    runbook plan {shown}\n"
            );
    }
}
