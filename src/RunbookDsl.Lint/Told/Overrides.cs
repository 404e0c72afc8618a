using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>Reads <c>// lint: RB0309 because …</c>, and tells about those without a reason.</summary>
internal static class Overrides
{
    private const string Sign = "lint:";
    private const string Because = "because";
    private const int ShortestReason = 8;

    /// <summary>What the authors of a file accept; a comment that gives no reason is a finding.</summary>
    public static List<LintOverride> Read(SyntaxTree tree, List<LintFinding> findings)
    {
        var found = new List<LintOverride>();
        var root = tree.GetRoot();
        foreach (var trivia in root.DescendantTrivia())
            if (
                trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)
                && trivia.ToString().TrimStart('/', ' ') is var text
                && text.StartsWith(Sign, StringComparison.Ordinal)
            )
                Read(tree, trivia, text[Sign.Length..], found, findings);
        return found;
    }

    private static void Read(
        SyntaxTree tree,
        SyntaxTrivia comment,
        string text,
        List<LintOverride> found,
        List<LintFinding> findings
    )
    {
        var at = text.IndexOf(Because, StringComparison.Ordinal);
        var rules = (at < 0 ? text : text[..at]).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var reason = at < 0 ? "" : text[(at + Because.Length)..].Trim();
        var unknown = rules.Where(r => LintCatalogue.Find(r) is null).ToList();
        if (rules.Length == 0 || unknown.Count > 0 || reason.Length < ShortestReason)
            findings.Add(
                Finding(
                    tree,
                    comment,
                    rules.Length == 0 ? "this override names no rule: write // lint: RB0309 because and why."
                        : unknown.Count > 0
                            ? $"there is no rule {unknown[0]}: `runbook check --list-rules` lists all."
                        : $"this override of {string.Join(", ", rules)} has no reason: write why after "
                            + "\"because\"; the report shows it."
                )
            );
        if (unknown.Count > 0 || reason.Length < ShortestReason)
            return;
        var (from, to, isOfFile) = Reach(tree, comment);
        var line = tree.GetLineSpan(comment.Span).StartLinePosition.Line + 1;
        foreach (var rule in rules)
            found.Add(
                new(LintCatalogue.Find(rule)!.Id, reason, tree.FilePath, line, isOfFile)
                {
                    From = from,
                    To = to,
                }
            );
    }

    // On a statement's own lines it speaks for that statement; on a line of its own for the next one.
    private static (int From, int To, bool IsOfFile) Reach(SyntaxTree tree, SyntaxTrivia comment)
    {
        var token = comment.Token;
        var statement = token
            .Parent?.AncestorsAndSelf()
            .FirstOrDefault(n => n is GlobalStatementSyntax or FieldDeclarationSyntax or StatementSyntax);
        var line = tree.GetLineSpan(comment.Span).StartLinePosition.Line + 1;
        if (statement is null)
            return (line, line + 1, false);
        var span = tree.GetLineSpan(statement.Span);
        var isOfFile =
            comment.SpanStart < statement.SpanStart
            && statement
                .DescendantNodes()
                .OfType<InvocationExpressionSyntax>()
                .Any(i => i.Expression is IdentifierNameSyntax { Identifier.ValueText: "Runbook" });
        return (
            Math.Min(line, span.StartLinePosition.Line + 1),
            Math.Max(line, span.EndLinePosition.Line + 1),
            isOfFile
        );
    }

    private static LintFinding Finding(SyntaxTree tree, SyntaxTrivia comment, string message) =>
        new(
            OverrideWithoutReason.Rule.Id,
            OverrideWithoutReason.Rule.Severity,
            tree.FilePath,
            comment.Span,
            message
        )
        {
            Lines = tree.GetLineSpan(comment.Span).Span,
        };
}
