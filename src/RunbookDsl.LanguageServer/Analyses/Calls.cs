using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.LanguageServer;

/// <summary>What a call could mean, finished or not.</summary>
internal static class Calls
{
    /// <summary>All methods of that name that could be called; the one that is called first.</summary>
    public static IReadOnlyList<IMethodSymbol> MethodsOf(SyntaxNode call, SemanticModel model)
    {
        var info = model.GetSymbolInfo(call);
        var found = new List<IMethodSymbol>();
        if (info.Symbol is IMethodSymbol chosen)
            found.Add(chosen);
        found.AddRange(info.CandidateSymbols.OfType<IMethodSymbol>());
        if (call is InvocationExpressionSyntax invocation)
            found.AddRange(model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>());
        else if (call is ObjectCreationExpressionSyntax made)
            found.AddRange(Made(model.GetSymbolInfo(made.Type).Symbol));
        else if (call is ImplicitObjectCreationExpressionSyntax)
            found.AddRange(Made(model.GetTypeInfo(call).Type));
        return
        [
            .. found
                .DistinctBy(m => (m.ReducedFrom ?? m).OriginalDefinition, SymbolEqualityComparer.Default)
                .Where(m =>
                    m
                        is not {
                            MethodKind: MethodKind.Constructor,
                            ContainingType.IsRecord: true,
                            Parameters: [var one]
                        }
                    || !SymbolEqualityComparer.Default.Equals(one.Type, m.ContainingType)
                ),
        ];
    }

    private static IEnumerable<IMethodSymbol> Made(ISymbol? type) =>
        type is INamedTypeSymbol named
            ? named.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public)
            : [];
}
