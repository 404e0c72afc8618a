using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/semanticTokens</c>: what each word stands for, so that verbs, operations and an
/// author's own names look different.</summary>
internal sealed class TokensFeature(Scripts scripts)
{
    public static readonly string[] Types =
    [
        "namespace",
        "type",
        "class",
        "enum",
        "interface",
        "struct",
        "typeParameter",
        "parameter",
        "variable",
        "property",
        "enumMember",
        "function",
        "method",
        "keyword",
    ];

    /// <summary>A verb of the language, an operation.</summary>
    public static readonly string[] Modifiers = ["declaration", "readonly", "static", "defaultLibrary"];

    private const int MostTokens = 20_000;

    public JsonNode? Full(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return null;
        return Of(place, place.Root.FullSpan, cancellation);
    }

    public JsonNode? Part(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (
            scripts.At(parameters, documents, cancellation) is not { } place
            || !parameters.TryGetProperty("range", out var range)
        )
            return null;
        var lines = TextLines.Of(place.Text);
        var start = Wire.Offset(lines, range.GetProperty("start"));
        var end = Wire.Offset(lines, range.GetProperty("end"));
        return Of(place, TextSpan.FromBounds(Math.Min(start, end), Math.Max(start, end)), cancellation);
    }

    private static JsonObject Of(Place place, TextSpan span, CancellationToken cancellation)
    {
        var lines = TextLines.Of(place.Text);
        var data = new JsonArray();
        var (lastLine, lastCharacter) = (0, 0);
        foreach (
            var token in place
                .Root.DescendantTokens(span)
                .Where(t => t.IsKind(SyntaxKind.IdentifierToken))
                .Take(MostTokens)
        )
        {
            cancellation.ThrowIfCancellationRequested();
            if (token.Span.Length == 0 || SymbolAt.Find(place, token, cancellation) is not { } symbol)
                continue;
            if (TypeOf(symbol, token) is not { } type)
                continue;
            var (line, character) = lines.PositionOf(token.SpanStart);
            data.Add((JsonNode)(line - lastLine));
            data.Add((JsonNode)(line == lastLine ? character - lastCharacter : character));
            data.Add((JsonNode)token.Span.Length);
            data.Add((JsonNode)Array.IndexOf(Types, type));
            data.Add((JsonNode)ModifiersOf(symbol, token));
            (lastLine, lastCharacter) = (line, character);
        }
        return new JsonObject { ["data"] = data };
    }

    private static string? TypeOf(ISymbol symbol, SyntaxToken token) =>
        symbol switch
        {
            INamedTypeSymbol
                when token.ValueText == "var" && token.Parent is IdentifierNameSyntax { IsVar: true } =>
                "keyword",
            INamespaceSymbol => "namespace",
            INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
            INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
            INamedTypeSymbol { TypeKind: TypeKind.Struct } => "struct",
            INamedTypeSymbol { TypeKind: TypeKind.Error } => null,
            INamedTypeSymbol => "class",
            ITypeParameterSymbol => "typeParameter",
            IMethodSymbol { MethodKind: MethodKind.Constructor } => "class",
            IMethodSymbol { ContainingType.Name: "Verbs" } => "function",
            IMethodSymbol => "method",
            IParameterSymbol => "parameter",
            IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enumMember",
            IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol => "variable",
            IFieldSymbol or IPropertySymbol => "property",
            _ => null,
        };

    private static int ModifiersOf(ISymbol symbol, SyntaxToken token)
    {
        var modifiers = 0;
        if (
            symbol.Locations.Any(l =>
                l.IsInSource && l.SourceTree == token.SyntaxTree && l.SourceSpan == token.Span
            )
        )
            modifiers |= 1;
        if (symbol is IFieldSymbol { IsReadOnly: true } or IFieldSymbol { IsConst: true })
            modifiers |= 2;
        if (symbol.IsStatic && symbol is not INamespaceSymbol)
            modifiers |= 4;
        if (symbol.ContainingAssembly?.Name.StartsWith("RunbookDsl", StringComparison.Ordinal) == true)
            modifiers |= 8;
        return modifiers;
    }
}
