using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Lint;

/// <summary>What one rule finds in a script.</summary>
internal sealed class Findings(LintRuleInfo rule)
{
    private const int Most = 200;
    private readonly List<LintFinding> _found = [];

    public IReadOnlyList<LintFinding> Found => _found;

    /// <summary>At a step's first verb.</summary>
    public void Add(ShapeStep step, string message, params ReadOnlySpan<LintFix> fixes) =>
        Add(step.Place, message, fixes);

    /// <summary>At a piece of the text.</summary>
    public void Add(SyntaxNode node, string message, params ReadOnlySpan<LintFix> fixes)
    {
        var place = node.GetLocation();
        if (_found.Count >= Most || _found.Exists(f => f.Span == place.SourceSpan && f.Message == message))
            return;
        _found.Add(
            new(rule.Id, rule.Severity, node.SyntaxTree.FilePath, place.SourceSpan, message)
            {
                Lines = place.GetLineSpan().Span,
                Fixes = [.. fixes, Accept(node)],
            }
        );
    }

    private LintFix Accept(SyntaxNode node)
    {
        var text = node.SyntaxTree.GetText();
        var statement =
            node.AncestorsAndSelf()
                .FirstOrDefault(n => n is GlobalStatementSyntax or FieldDeclarationSyntax or StatementSyntax)
            ?? node;
        var line = text.Lines.GetLineFromPosition(statement.SpanStart);
        var indent = text.ToString(TextSpan.FromBounds(line.Start, statement.SpanStart));
        indent = indent[..(indent.Length - indent.TrimStart().Length)];
        var comment = $"{indent}// lint: {rule.Id} because \n";
        return new(
            $"Accept {rule.Id} with a reason",
            [new(node.SyntaxTree.FilePath, new TextSpan(line.Start, 0), comment)]
        );
    }
}
