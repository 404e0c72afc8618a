using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>For an unknown name, the name in scope (or of the type before the dot) that was most likely meant.</summary>
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
            : Nearest(name.Identifier.ValueText, Candidates(compilation.GetSemanticModel(tree), name));
    }

    private static IEnumerable<string> Candidates(SemanticModel model, SimpleNameSyntax name)
    {
        if (name.Parent is not MemberAccessExpressionSyntax access || access.Name != name)
        {
            return model.LookupSymbols(name.SpanStart).Select(s => s.Name);
        }

        var container =
            model.GetTypeInfo(access.Expression).Type ?? model.GetSymbolInfo(access.Expression).Symbol;
        return container is INamespaceOrTypeSymbol known
            ? model
                .LookupSymbols(name.SpanStart, known, includeReducedExtensionMethods: true)
                .Select(s => s.Name)
            : [];
    }

    private static string? Nearest(string wanted, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = (wanted.Length / 3) + 1;
        foreach (var candidate in candidates.Distinct().Order(StringComparer.Ordinal))
        {
            if (candidate.Length < 2 || Math.Abs(candidate.Length - wanted.Length) >= bestDistance)
            {
                continue;
            }

            var distance = Distance(wanted.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    // Optimal string alignment: a swap of neighbours is one slip, as it is on a keyboard.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(
                        Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                        rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                    );
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
