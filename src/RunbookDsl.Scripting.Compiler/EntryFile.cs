using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>What can be wrong with the path of an entry script before anything is read.</summary>
internal static class EntryFile
{
    public static void Check(string path, SourceArchive? archive)
    {
        if (archive is not null)
        {
            if (archive.Has(path))
            {
                return;
            }

            throw Problem(path, ScriptDiagnosticIds.NotFound, "the run has no such script in its archive");
        }

        if (Directory.Exists(path))
        {
            throw Problem(
                path,
                ScriptDiagnosticIds.IsDirectory,
                "this is a directory; name the .csx file in it"
            );
        }

        if (!File.Exists(path))
        {
            throw Problem(
                path,
                ScriptDiagnosticIds.NotFound,
                "there is no such script (look at the path, or make one with `runbook new NAME`)"
            );
        }
    }

    public static ScriptCompilationException Empty(string path) =>
        Problem(
            path,
            ScriptDiagnosticIds.Empty,
            "the script is empty; `runbook new NAME` writes one to start from"
        );

    public static ScriptCompilationException Silent(string path) =>
        Problem(
            path,
            ScriptDiagnosticIds.Empty,
            "there is nothing but comments in the script; `runbook new NAME` writes one to start from"
        );

    private static ScriptCompilationException Problem(string path, string id, string message) =>
        new([ScriptDiagnostic.ForFile(path, id, message)]);
}
