using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.LanguageServer;

/// <summary>What a word in a script stands for.</summary>
internal static class SymbolAt
{
    public static ISymbol? Find(Place place, SyntaxToken token, CancellationToken cancellation)
    {
        if (token.Parent is not { } node || !CanName(token))
            return null;
        if (Declared(place.Model, token, node, cancellation) is { } declared)
            return declared;
        var named = node is SimpleNameSyntax { Parent: ObjectCreationExpressionSyntax made } ? made : node;
        var info = place.Model.GetSymbolInfo(named, cancellation);
        return info.Symbol
            ?? info.CandidateSymbols.FirstOrDefault()
            ?? (named == node ? null : place.Model.GetSymbolInfo(node, cancellation).Symbol)
            ?? place.Model.GetTypeInfo(node, cancellation).Type;
    }

    /// <summary>What a declaration of this word declares; null when it is none.</summary>
    public static ISymbol? Declared(
        SemanticModel model,
        SyntaxToken token,
        SyntaxNode node,
        CancellationToken cancellation
    ) =>
        node switch
        {
            VariableDeclaratorSyntax v when v.Identifier == token => model.GetDeclaredSymbol(v, cancellation),
            BaseTypeDeclarationSyntax t when t.Identifier == token => model.GetDeclaredSymbol(
                t,
                cancellation
            ),
            MethodDeclarationSyntax m when m.Identifier == token => model.GetDeclaredSymbol(m, cancellation),
            LocalFunctionStatementSyntax f when f.Identifier == token => model.GetDeclaredSymbol(
                f,
                cancellation
            ),
            PropertyDeclarationSyntax p when p.Identifier == token => model.GetDeclaredSymbol(
                p,
                cancellation
            ),
            ParameterSyntax p when p.Identifier == token => model.GetDeclaredSymbol(p, cancellation),
            EnumMemberDeclarationSyntax e when e.Identifier == token => model.GetDeclaredSymbol(
                e,
                cancellation
            ),
            SingleVariableDesignationSyntax d => model.GetDeclaredSymbol(d, cancellation),
            ForEachStatementSyntax f when f.Identifier == token => model.GetDeclaredSymbol(f, cancellation),
            CatchDeclarationSyntax c when c.Identifier == token => model.GetDeclaredSymbol(c, cancellation),
            TypeParameterSyntax t => model.GetDeclaredSymbol(t, cancellation),
            ConstructorDeclarationSyntax c when c.Identifier == token => model.GetDeclaredSymbol(
                c,
                cancellation
            ),
            _ => null,
        };

    private static bool CanName(SyntaxToken token) =>
        token.Kind()
            is SyntaxKind.IdentifierToken
                or SyntaxKind.ThisKeyword
                or SyntaxKind.NewKeyword
                or SyntaxKind.StringKeyword
                or SyntaxKind.IntKeyword
                or SyntaxKind.BoolKeyword
                or SyntaxKind.LongKeyword
                or SyntaxKind.DoubleKeyword
                or SyntaxKind.DecimalKeyword
                or SyntaxKind.ObjectKeyword;
}
