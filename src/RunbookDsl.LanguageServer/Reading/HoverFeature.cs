using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/hover</c>.</summary>
internal sealed class HoverFeature(Scripts scripts, Description description)
{
    public JsonNode? Hover(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return null;
        var token = place.WordAt();
        if (
            !token.Span.IntersectsWith(place.Offset)
            || SymbolAt.Find(place, token, cancellation) is not { } symbol
        )
            return null;
        var text = description.Of(symbol, place.Compilation) + StepText(token);
        return new JsonObject
        {
            ["contents"] = Wire.Markdown(text),
            ["range"] = Wire.Range(place.Text, token.Span),
        };
    }

    private static string StepText(SyntaxToken token) =>
        token.Parent?.Parent is InvocationExpressionSyntax call
        && ScriptNames.IsStep(call)
        && ScriptNames.IdOf(call) is { } id
            ? $"\n\nstep id `{id}`"
            : "";
}
