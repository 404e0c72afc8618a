using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// For an unknown name, the name in scope (or of the type before the dot) that was most likely meant.
/// </summary>
internal static class NearestName
{
    private static readonly HashSet<string> UnknownName = ["CS0103", "CS0117", "CS0246", "CS1061"];

    public static string? For(
        Diagnostic diagnostic,
        CSharpCompilation compilation,
        CancellationToken cancellationToken
    )
    {
        if (!UnknownName.Contains(diagnostic.Id) || diagnostic.Location.SourceTree is not { } tree)
        {
            return null;
        }

        var node = tree.GetRoot(cancellationToken).FindNode(diagnostic.Location.SourceSpan);
        var name = node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().LastOrDefault();
        return name is null
            ? null
            : Nearest.Find(
                name.Identifier.ValueText,
                Named(Candidates(compilation.GetSemanticModel(tree), name))
            );
    }

    private static IEnumerable<string> Named(IEnumerable<ISymbol> symbols) =>
        symbols.Select(s => s.Name).Where(n => n.Length > 1).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<ISymbol> Candidates(SemanticModel model, SimpleNameSyntax name)
    {
        if (name.Parent is not MemberAccessExpressionSyntax access || access.Name != name)
        {
            return model.LookupSymbols(name.SpanStart);
        }

        var container =
            model.GetTypeInfo(access.Expression).Type ?? model.GetSymbolInfo(access.Expression).Symbol;
        return container is INamespaceOrTypeSymbol known
            ? model.LookupSymbols(name.SpanStart, known, includeReducedExtensionMethods: true)
            : [];
    }
}
