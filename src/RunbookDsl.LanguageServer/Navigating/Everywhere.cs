using Microsoft.CodeAnalysis;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// The occurrences of a symbol in every script that knows it: a file may be loaded by several, and what it
/// declares is used in each.
/// </summary>
internal static class Everywhere
{
    private const int MostScripts = 20;

    /// <summary>Each place once, in the order of paths and text.</summary>
    public static IReadOnlyList<Occurrence> Of(
        Place place,
        ISymbol symbol,
        Scripts scripts,
        CancellationToken cancellation
    )
    {
        var found = new Dictionary<(string, int), Occurrence>();
        void Add(IEnumerable<Occurrence> occurrences)
        {
            foreach (var occurrence in occurrences)
                found.TryAdd((occurrence.Path, occurrence.Span.Start), occurrence);
        }

        Add(Occurrences.Of(symbol, place.Compilation, cancellation));
        if (Declaration(symbol) is { SourceTree.FilePath: { } file } declared)
            foreach (var entry in scripts.Entries.EntriesOf(file, place.Documents).Take(MostScripts))
            {
                if (entry == place.Analysis.Request.Path)
                    continue;
                var other = scripts.Entry(entry, place.Documents, cancellation).Analysis;
                if (Same(other.Compilation, other.TreeOf(file), declared, cancellation) is { } there)
                    Add(Occurrences.Of(there, other.Compilation, cancellation));
            }
        return [.. found.Values.OrderBy(o => o.Path, StringComparer.Ordinal).ThenBy(o => o.Span.Start)];
    }

    public static Location? Declaration(ISymbol symbol) =>
        Occurrences.Root(symbol).Locations.FirstOrDefault(l => l.IsInSource);

    private static ISymbol? Same(
        Compilation compilation,
        SyntaxTree? tree,
        Location declared,
        CancellationToken cancellation
    )
    {
        if (tree is null || declared.SourceSpan.End > tree.Length)
            return null;
        var token = tree.GetRoot(cancellation).FindToken(declared.SourceSpan.Start);
        return token.Span == declared.SourceSpan && token.Parent is { } node
            ? SymbolAt.Declared(compilation.GetSemanticModel(tree), token, node, cancellation)
            : null;
    }
}
