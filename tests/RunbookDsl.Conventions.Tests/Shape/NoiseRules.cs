using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Conventions.Tests.Shape;

/// <summary>Nothing is folded away, and nothing is silenced without its reason.</summary>
internal static class NoiseRules
{
    public static IEnumerable<string> Regions(SourceFile file) =>
        Directives<RegionDirectiveTriviaSyntax>(file)
            .Select(r => $"{file.At(r)}: no regions; split the file instead");

    /// <summary>The reason stands behind the pragma, or in a comment on the line above it.</summary>
    public static IEnumerable<string> Pragmas(SourceFile file)
    {
        foreach (var pragma in Directives<PragmaWarningDirectiveTriviaSyntax>(file))
        {
            if (pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.RestoreKeyword))
                continue;
            var line = pragma.GetLocation().GetLineSpan().StartLinePosition.Line;
            var above = line > 0 ? file.Lines[line - 1].TrimStart() : "";
            if (!IsReason(Comment(file.Lines[line])) && !IsReason(Comment(above)))
                yield return $"{file.At(pragma)}: a warning is silenced without a reason";
        }
    }

    public static IEnumerable<string> Suppressions(SourceFile file) =>
        file
            .Syntax.DescendantNodes()
            .OfType<AttributeSyntax>()
            .Where(a =>
                a.Name.ToString().Split('.')[^1] is "SuppressMessage" or "UnconditionalSuppressMessage"
            )
            .Where(a => !HasJustification(a))
            .Select(a => $"{file.At(a)}: a warning is suppressed without a Justification");

    private static IEnumerable<T> Directives<T>(SourceFile file)
        where T : DirectiveTriviaSyntax =>
        file
            .Syntax.DescendantTrivia(descendIntoTrivia: true)
            .Where(t => t.IsDirective)
            .Select(t => t.GetStructure())
            .OfType<T>();

    private static bool HasJustification(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.Any(a =>
            a.NameEquals?.Name.Identifier.Text == "Justification"
            && a.Expression is LiteralExpressionSyntax text
            && IsReason(text.Token.ValueText)
        ) == true;

    private static string Comment(string line)
    {
        var start = line.IndexOf("//", StringComparison.Ordinal);
        return start < 0 ? "" : line[(start + 2)..];
    }

    private static bool IsReason(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= 3;
}
