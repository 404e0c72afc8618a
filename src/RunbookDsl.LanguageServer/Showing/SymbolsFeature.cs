using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/documentSymbol</c>: the runbook as its reader sees it, with blocks and steps, and
/// what it declares besides.</summary>
internal sealed class SymbolsFeature(Scripts scripts, ClientAbilities client)
{
    private const int Module = 2;
    private const int Class = 5;
    private const int Function = 12;
    private const int Variable = 13;
    private const int Array = 18;
    private const int Event = 24;

    public JsonNode? List(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return null;
        var found = Below(place.Root, place.Text);
        if (client.HasNestedSymbols)
            return found;
        var flat = new JsonArray();
        Flatten(found, flat, DocumentUri.Of(place.Path));
        return flat;
    }

    private static JsonArray Below(SyntaxNode node, SourceText text)
    {
        var found = new JsonArray();
        foreach (var inner in node.DescendantNodes(n => n == node || Symbol(n, text) is null))
            if (Symbol(inner, text) is { } symbol)
            {
                if (inner is InvocationExpressionSyntax or BaseTypeDeclarationSyntax)
                    symbol["children"] = Below(inner, text);
                found.Add((JsonNode)symbol);
            }
        return found;
    }

    private static JsonObject? Symbol(SyntaxNode node, SourceText text) =>
        node switch
        {
            InvocationExpressionSyntax call => Called(call, text),
            BaseTypeDeclarationSyntax type => Of(
                type.Identifier.ValueText,
                "",
                Class,
                (type, type.Identifier.Span),
                text
            ),
            LocalFunctionStatementSyntax f => Of(
                f.Identifier.ValueText,
                "",
                Function,
                (f, f.Identifier.Span),
                text
            ),
            MethodDeclarationSyntax m => Of(
                m.Identifier.ValueText,
                "",
                Function,
                (m, m.Identifier.Span),
                text
            ),
            VariableDeclaratorSyntax
            {
                Parent.Parent: FieldDeclarationSyntax { Parent: CompilationUnitSyntax }
            } v when !v.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(ScriptNames.IsStep) => Of(
                v.Identifier.ValueText,
                "",
                Variable,
                (v, v.Identifier.Span),
                text
            ),
            _ => null,
        };

    private static JsonObject? Called(InvocationExpressionSyntax call, SourceText text)
    {
        if (call.Expression is not SimpleNameSyntax name)
            return null;
        var verb = name.Identifier.ValueText;
        var said = ScriptNames.TextArgument(call, 0);
        var statement = (SyntaxNode?)call.FirstAncestorOrSelf<StatementSyntax>() ?? call;
        return verb switch
        {
            "Runbook" => Of(said ?? verb, "", Module, (statement, name.Span), text),
            "Step" or "GoNoGo" => Of(
                said ?? call.ArgumentList.Arguments.FirstOrDefault()?.ToString() ?? verb,
                verb == "GoNoGo" ? "go or no go" : ScriptNames.IdOf(call) ?? "",
                Event,
                (call, call.Span),
                text
            ),
            "Parallel" or "Sequence" or "ForEach" or "Rolling" => Of(
                verb == "ForEach" || verb == "Rolling"
                    ? $"{verb} {call.ArgumentList.Arguments.FirstOrDefault()}"
                    : verb,
                "",
                Array,
                (call, name.Span),
                text
            ),
            "Include" => Of($"Include {said}", "", Module, (call, name.Span), text),
            _ => null,
        };
    }

    private static JsonObject Of(
        string name,
        string detail,
        int kind,
        (SyntaxNode Node, TextSpan Name) place,
        SourceText text
    ) =>
        new()
        {
            ["name"] = string.IsNullOrWhiteSpace(name) ? "(no name)" : name,
            ["detail"] = detail,
            ["kind"] = kind,
            ["range"] = Wire.Range(
                text,
                TextSpan.FromBounds(
                    Math.Min(place.Node.SpanStart, place.Name.Start),
                    Math.Max(place.Node.Span.End, place.Name.End)
                )
            ),
            ["selectionRange"] = Wire.Range(text, place.Name),
        };

    private static void Flatten(JsonArray symbols, JsonArray flat, string uri)
    {
        foreach (var symbol in symbols)
        {
            flat.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["name"] = symbol!["name"]!.DeepClone(),
                        ["kind"] = symbol["kind"]!.DeepClone(),
                        ["location"] = new JsonObject
                        {
                            ["uri"] = uri,
                            ["range"] = symbol["range"]!.DeepClone(),
                        },
                    }
            );
            if (symbol["children"] is JsonArray below)
                Flatten(below, flat, uri);
        }
    }
}
