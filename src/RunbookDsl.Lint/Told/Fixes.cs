using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Lint;

/// <summary>Changes of a script that several rules offer.</summary>
internal static class Fixes
{
    /// <summary>A verb at the end of a step's chain.</summary>
    public static LintFix Append(string title, ShapeStep step, string verb)
    {
        var end = (step.Links is [.., var last] ? last.Call : step.Node).Span.End;
        return new(title, [new(step.Node.SyntaxTree.FilePath, new TextSpan(end, 0), verb)]);
    }

    /// <summary>A verb at the end of an operation's chain.</summary>
    public static LintFix AppendTo(string title, ExpressionSyntax expression, string verb) =>
        new(title, [new(expression.SyntaxTree.FilePath, new TextSpan(expression.Span.End, 0), verb)]);

    /// <summary>Text around an expression.</summary>
    public static LintFix Wrap(string title, ExpressionSyntax expression, string before, string after)
    {
        var path = expression.SyntaxTree.FilePath;
        return new(
            title,
            [
                new(path, new TextSpan(expression.SpanStart, 0), before),
                new(path, new TextSpan(expression.Span.End, 0), after),
            ]
        );
    }

    /// <summary>A statement on a line of its own before a step's.</summary>
    public static LintFix Before(string title, ShapeStep step, string statement)
    {
        var text = step.Node.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(step.Statement.SpanStart);
        var indent = new string(' ', step.Statement.SpanStart - line.Start);
        return new(
            title,
            [new(step.Node.SyntaxTree.FilePath, new TextSpan(line.Start, 0), $"{indent}{statement}\n")]
        );
    }

    /// <summary>A statement on a line of its own behind a step's.</summary>
    public static LintFix After(string title, ShapeStep step, string statement)
    {
        var text = step.Node.SyntaxTree.GetText();
        var first = text.Lines.GetLineFromPosition(step.Statement.SpanStart);
        var last = text.Lines.GetLineFromPosition(step.Statement.Span.End);
        var indent = new string(' ', step.Statement.SpanStart - first.Start);
        return new(
            title,
            [new(step.Node.SyntaxTree.FilePath, new TextSpan(last.End, 0), $"\n{indent}{statement}")]
        );
    }

    /// <summary>Another expression in the place of one.</summary>
    public static LintFix Replace(string title, ExpressionSyntax expression, string text) =>
        new(title, [new(expression.SyntaxTree.FilePath, expression.Span, text)]);
}
