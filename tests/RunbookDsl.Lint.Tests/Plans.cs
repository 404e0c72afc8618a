using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.Lint.Tests;

/// <summary>Plans of scripts, as <c>runbook check</c> makes them.</summary>
internal static class Plans
{
    /// <summary>The plan of a text, written into a folder of its own.</summary>
    public static Plan Of(string text)
    {
        var folder = Directory.CreateTempSubdirectory("runbook-lint-");
        try
        {
            var path = Path.Combine(folder.FullName, "example.csx");
            File.WriteAllText(path, text);
            return OfFile(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The plan of a file.</summary>
    public static Plan OfFile(string path)
    {
        var host = new ScriptHost(Scripts.Options, () => new RoslynScriptCompiler());
        return new PlanLoader(host, p => p)
            .Load(new AuthoringInputs(path) { AllowsPlaceholders = true })
            .Plan;
    }
}
