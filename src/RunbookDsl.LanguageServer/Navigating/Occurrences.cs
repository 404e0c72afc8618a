using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// Where a symbol is named, in all files of a script: files that are loaded are trees of the same
/// compilation.
/// </summary>
internal static class Occurrences
{
    public static IEnumerable<Occurrence> Of(
        ISymbol symbol,
        Compilation compilation,
        CancellationToken cancellation
    )
    {
        var wanted = Root(symbol);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = (SemanticModel?)null;
            foreach (var token in tree.GetRoot(cancellation).DescendantTokens())
            {
                if (!token.IsKind(SyntaxKind.IdentifierToken) || token.ValueText != wanted.Name)
                    continue;
                cancellation.ThrowIfCancellationRequested();
                model ??= compilation.GetSemanticModel(tree);
                var declared = SymbolAt.Declared(model, token, token.Parent!, cancellation);
                if (declared is not null ? Is(declared, wanted) : Names(token, model, wanted, cancellation))
                    yield return new(tree, token.Span, declared is not null);
            }
        }
    }

    /// <summary>What stands for a symbol in all its forms: the type for its constructor, the method before
    /// it was made an extension or got its type arguments.</summary>
    public static ISymbol Root(ISymbol symbol) =>
        symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } made =>
                made.ContainingType.OriginalDefinition,
            IMethodSymbol { ReducedFrom: { } reduced } => reduced.OriginalDefinition,
            _ => symbol.OriginalDefinition,
        };

    private static bool Is(ISymbol symbol, ISymbol wanted)
    {
        var root = Root(symbol);
        return SymbolEqualityComparer.Default.Equals(root, wanted)
            // A record's positional parameter is its property.
            || (
                root
                    is IParameterSymbol
                    {
                        ContainingSymbol: IMethodSymbol { ContainingType: { IsRecord: true } type }
                    }
                && wanted is IPropertySymbol
                && SymbolEqualityComparer.Default.Equals(
                    type.OriginalDefinition,
                    wanted.ContainingType?.OriginalDefinition
                )
            );
    }

    private static bool Names(
        SyntaxToken token,
        SemanticModel model,
        ISymbol wanted,
        CancellationToken cancellation
    )
    {
        if (token.Parent is not SimpleNameSyntax name)
            return false;
        var info = model.GetSymbolInfo(name, cancellation);
        if (info.Symbol is { } found)
            return Is(found, wanted);
        return info.CandidateSymbols.Any(c => Is(c, wanted));
    }
}
