using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>Where a statement, an expression or a type may begin.</summary>
internal static class NameProposals
{
    public static Proposals? For(Place place, CancellationToken cancellation)
    {
        var token = place.TokenBefore();
        var span = new TextSpan(place.Offset, 0);
        var isWord = token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(token.Kind());
        if (isWord && place.Offset <= token.Span.End)
        {
            span = TextSpan.FromBounds(token.SpanStart, place.Offset);
            token = token.GetPreviousToken();
        }
        else if (token.IsKind(SyntaxKind.NumericLiteralToken) && place.Offset <= token.Span.End)
            return Proposals.None;
        if (IsNewName(token))
            return Proposals.None;
        var isStatement = IsStatementStart(token);
        var onlyTypes = token.IsKind(SyntaxKind.NewKeyword);
        var found = new List<Proposal>();
        if (Initialized(place, token) is { } members)
            return new(span, [.. SymbolProposals.Of(members, _ => 10)]);
        found.AddRange(ArgumentNames.For(place, token));
        cancellation.ThrowIfCancellationRequested();
        var symbols = place.Model.LookupSymbols(span.Start);
        found.AddRange(
            SymbolProposals.Of(
                onlyTypes ? symbols.Where(s => s is INamespaceOrTypeSymbol) : symbols,
                s => RankOf(s, span.Length)
            )
        );
        if (span.Length == 0)
            found.RemoveAll(p => p.Rank >= 70);
        if (!onlyTypes)
            found.AddRange(Keywords.For(isStatement));
        if (isStatement)
            found.AddRange(Snippets.All);
        return new(span, found);
    }

    private static bool IsStatementStart(SyntaxToken token) =>
        token.RawKind == 0
        || token.Kind() is SyntaxKind.None or SyntaxKind.SemicolonToken or SyntaxKind.CloseBraceToken
        || (token.IsKind(SyntaxKind.OpenBraceToken) && token.Parent is BlockSyntax)
        || token.IsKind(SyntaxKind.EndOfDirectiveToken);

    // var NAME, string NAME: whoever declares something finds a name without us.
    private static bool IsNewName(SyntaxToken token) =>
        token.Parent switch
        {
            IdentifierNameSyntax { Identifier.ValueText: "var" } => true,
            PredefinedTypeSyntax { Parent: VariableDeclarationSyntax or ParameterSyntax } => true,
            _ => token.Kind()
                is SyntaxKind.ClassKeyword
                    or SyntaxKind.RecordKeyword
                    or SyntaxKind.StructKeyword
                    or SyntaxKind.EnumKeyword
                    or SyntaxKind.InterfaceKeyword
                    or SyntaxKind.NamespaceKeyword,
        };

    // new RollingOptions<Host> { | }, options with { | }
    private static IEnumerable<ISymbol>? Initialized(Place place, SyntaxToken token)
    {
        if (
            token.Kind() is not (SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken)
            || token.Parent is not InitializerExpressionSyntax braces
            || !(
                braces.IsKind(SyntaxKind.ObjectInitializerExpression)
                || braces.IsKind(SyntaxKind.WithInitializerExpression)
            )
        )
            return null;
        var type = braces.Parent switch
        {
            WithExpressionSyntax copy => place.Model.GetTypeInfo(copy.Expression).Type,
            ExpressionSyntax made => place.Model.GetTypeInfo(made).Type,
            _ => null,
        };
        if (type is null)
            return null;
        var written = braces
            .Expressions.OfType<AssignmentExpressionSyntax>()
            .Select(a => a.Left.ToString())
            .ToHashSet();
        return place
            .Model.LookupSymbols(place.Offset, type)
            .Where(s =>
                s is IPropertySymbol { SetMethod: not null, IsStatic: false, IsIndexer: false }
                && !written.Contains(s.Name)
            );
    }

    // What the script itself declares, its verbs, the language, and then the framework.
    private static int RankOf(ISymbol symbol, int typed) =>
        symbol switch
        {
            ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => 10,
            _ when symbol.Locations.Any(l => l.IsInSource) => 15,
            IMethodSymbol or IPropertySymbol when IsLanguage(symbol) => 20,
            INamedTypeSymbol { IsStatic: true } when IsLanguage(symbol) => 25,
            _ when IsLanguage(symbol) => 40,
            INamespaceSymbol => 80,
            _ => typed == 0 ? 70 : 60,
        };

    private static bool IsLanguage(ISymbol symbol) =>
        symbol.ContainingAssembly?.Name.StartsWith("RunbookDsl", StringComparison.Ordinal) == true;
}
