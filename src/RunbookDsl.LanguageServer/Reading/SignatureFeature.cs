using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/signatureHelp</c>.</summary>
internal sealed class SignatureFeature(Scripts scripts, Description description)
{
    public JsonNode? Help(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (
            scripts.At(parameters, documents, cancellation) is not { } place
            || place.IsInComment()
            || ListAt(place) is not { Parent: { } call } list
        )
            return null;
        var methods = Calls.MethodsOf(call, place.Model);
        if (methods.Count == 0)
            return null;
        var argument = list.Arguments.GetSeparators().Count(s => s.Span.End <= place.Offset);
        var name =
            argument < list.Arguments.Count
                ? list.Arguments[argument].NameColon?.Name.Identifier.ValueText
                : null;
        var signatures = new JsonArray();
        foreach (var method in methods)
            signatures.Add((JsonNode)Signature(method, argument, name, place.Compilation));
        return new JsonObject
        {
            ["signatures"] = signatures,
            ["activeSignature"] = Active(
                methods,
                argument,
                place.Model.GetSymbolInfo(call, cancellation).Symbol
            ),
            ["activeParameter"] = ParameterOf(
                methods[Active(methods, argument, place.Model.GetSymbolInfo(call, cancellation).Symbol)],
                argument,
                name
            ),
        };
    }

    private static ArgumentListSyntax? ListAt(Place place)
    {
        for (var node = place.TokenBefore().Parent; node is not null; node = node.Parent)
            if (
                node is ArgumentListSyntax list
                && list.OpenParenToken.Span.End <= place.Offset
                && (list.CloseParenToken.IsMissing || place.Offset <= list.CloseParenToken.SpanStart)
            )
                return list;
            else if (node is AnonymousFunctionExpressionSyntax { Block: not null } or StatementSyntax)
                return null;
        return null;
    }

    private JsonObject Signature(IMethodSymbol method, int argument, string? name, Compilation compilation)
    {
        var doc = DocText.Of(method, compilation);
        var parameters = new JsonArray();
        foreach (var parameter in SymbolText.Given(method.Parameters))
            parameters.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["label"] = SymbolText.Of(parameter, withDefault: true),
                        ["documentation"] = Wire.Markdown(doc.Parameter(parameter.Name)),
                    }
            );
        return new JsonObject
        {
            ["label"] = SymbolText.Of(method),
            ["documentation"] = Wire.Markdown(description.Body(method, compilation).Trim()),
            ["parameters"] = parameters,
            ["activeParameter"] = ParameterOf(method, argument, name),
        };
    }

    private static int Active(IReadOnlyList<IMethodSymbol> methods, int argument, ISymbol? chosen)
    {
        for (var i = 0; i < methods.Count; i++)
            if (SymbolEqualityComparer.Default.Equals(methods[i], chosen) && Takes(methods[i], argument))
                return i;
        for (var i = 0; i < methods.Count; i++)
            if (Takes(methods[i], argument))
                return i;
        return 0;
    }

    private static bool Takes(IMethodSymbol method, int argument)
    {
        var given = SymbolText.Given(method.Parameters).ToArray();
        return argument < given.Length || given is [.., { IsParams: true }] || argument == 0;
    }

    private static int ParameterOf(IMethodSymbol method, int argument, string? name)
    {
        var given = SymbolText.Given(method.Parameters).ToArray();
        if (name is not null && Array.FindIndex(given, p => p.Name == name) is >= 0 and var named)
            return named;
        return given is [.., { IsParams: true }] ? Math.Min(argument, given.Length - 1) : argument;
    }
}
