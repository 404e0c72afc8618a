using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RunbookDsl.Scripting;

namespace RunbookDsl.LanguageServer;

/// <summary>Errors in a loaded file that nobody has open are told at the <c>#load</c> that brings
/// them.</summary>
internal static class Loaded
{
    public static IEnumerable<JsonObject> Broken(
        KeptAnalysis kept,
        OpenDocument document,
        CancellationToken cancellation
    )
    {
        if (kept.Analysis.TreeOf(document.Path)?.GetRoot(cancellation) is not CompilationUnitSyntax root)
            yield break;
        foreach (var load in root.GetLoadDirectives().Where(l => l.IsActive))
        {
            var name = load.File.ValueText;
            if (name.Contains('\0', StringComparison.Ordinal))
                continue;
            var path = Path.GetFullPath(name, Path.GetDirectoryName(document.Path) ?? "/");
            var errors = kept.Diagnose(cancellation)
                .Where(d => d.Path == path && d.Diagnostic.Severity == ScriptSeverity.Error)
                .ToArray();
            if (errors.Length > 0 && path != document.Path)
                yield return new JsonObject
                {
                    ["range"] = Wire.Range(document.Text, load.File.Span),
                    ["severity"] = 1,
                    ["code"] = errors[0].Diagnostic.Id,
                    ["source"] = "runbook",
                    ["message"] =
                        $"{name}({errors[0].Diagnostic.Line},{errors[0].Diagnostic.Column}): "
                        + errors[0].Diagnostic.Message
                        + (errors.Length > 1 ? $" (and {errors.Length - 1} more)" : ""),
                };
        }
    }
}
