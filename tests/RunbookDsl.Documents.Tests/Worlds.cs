using Microsoft.CodeAnalysis;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Documents.Tests;

/// <summary>Scripts as every runbook sees them, and the documents that are imported.</summary>
internal static class Worlds
{
    /// <summary>The five documents.</summary>
    public static string[] Documents { get; } =
    ["maintenance", "maintenance-mode", "maintenance-tasks", "database-maintenance", "post-mortem"];

    private static readonly Lazy<Reference> Read = new(() =>
        RunbookDsl.Documents.Reference.Read(Options(AppContext.BaseDirectory), CancellationToken.None)
    );

    /// <summary>The reference; read once.</summary>
    public static Reference Reference => Read.Value;

    public static string Document(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "documents", name + ".md"));

    public static ScriptHostOptions Options(string folder) =>
        StepPackages.Options(folder, "") with
        {
            CacheDirectory = null,
        };

    /// <summary>What the compiler says is wrong with a script.</summary>
    public static string[] Errors(Folder folder, string script)
    {
        var path = folder.Put("checked.csx", script);
        var request = CompileRequest.For(path, Options(folder.Path), ScriptProfile.Runbook);
        return
        [
            .. ScriptCompilation
                .Of(request, CancellationToken.None)
                .GetDiagnostics()
                .Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => d.ToString()),
        ];
    }

    /// <summary>The plan that a script makes.</summary>
    public static Plan Plan(Folder folder, string script)
    {
        var path = folder.Put("planned.csx", script);
        var host = new ScriptHost(Options(folder.Path), () => new RoslynScriptCompiler());
        return new PlanLoader(host, p => p)
            .Load(new AuthoringInputs(path) { AllowsPlaceholders = true })
            .Plan;
    }

    /// <summary>The document of an imported document, and the script between them.</summary>
    public static (string Document, ImportedRunbook Runbook) ThereAndBack(string name)
    {
        using var folder = new Folder();
        var runbook = ImportedRunbook.Of(Document(name), name + ".md");
        return (RunbookDocument.Markdown(Plan(folder, runbook.Script), runbook.Script), runbook);
    }
}
