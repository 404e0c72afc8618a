using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>Behind a dot.</summary>
internal static class MemberProposals
{
    public static Proposals? For(Place place, CancellationToken cancellation)
    {
        var token = place.TokenBefore();
        var span = new TextSpan(place.Offset, 0);
        if (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(token.Kind()))
        {
            if (place.Offset > token.Span.End)
                return null;
            span = TextSpan.FromBounds(token.SpanStart, place.Offset);
            token = token.GetPreviousToken();
        }
        if (!token.IsKind(SyntaxKind.DotToken))
            return null;
        var symbols = token.Parent switch
        {
            MemberAccessExpressionSyntax access => Members(place, access.Expression),
            QualifiedNameSyntax name => Members(place, name.Left),
            MemberBindingExpressionSyntax { Parent: { } parent } => Bound(place, parent),
            _ => [],
        };
        cancellation.ThrowIfCancellationRequested();
        return new(span, [.. SymbolProposals.Of(symbols, RankOf)]);
    }

    private static IEnumerable<ISymbol> Bound(Place place, SyntaxNode node) =>
        node.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access
            ? Members(place, access.Expression)
            : [];

    private static IEnumerable<ISymbol> Members(Place place, ExpressionSyntax expression)
    {
        var symbol = place.Model.GetSymbolInfo(expression).Symbol;
        if (symbol is INamespaceOrTypeSymbol container)
            return place
                .Model.LookupSymbols(place.Offset, container)
                .Where(s => s is INamespaceOrTypeSymbol || s.IsStatic);
        var type = place.Model.GetTypeInfo(expression).Type ?? TypeOf(symbol);
        return type is null or IErrorTypeSymbol
            ? []
            : place
                .Model.LookupSymbols(place.Offset, type, includeReducedExtensionMethods: true)
                .Where(s => s is not INamespaceOrTypeSymbol && (!s.IsStatic || SymbolText.IsExtension(s)));
    }

    private static ITypeSymbol? TypeOf(ISymbol? symbol) =>
        symbol switch
        {
            ILocalSymbol local => local.Type,
            IFieldSymbol field => field.Type,
            IParameterSymbol parameter => parameter.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };

    // The language's own before what the framework adds to everything.
    private static int RankOf(ISymbol symbol) =>
        symbol.ContainingNamespace?.ToDisplayString().StartsWith("RunbookDsl", StringComparison.Ordinal)
            == true
        || symbol.Locations.Any(l => l.IsInSource)
            ? 10
        : SymbolText.IsExtension(symbol) ? 60
        : 20;
}
