using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>The verbs of the language that make a step, as they look in the text.</summary>
internal static class StepVerbs
{
    // What names a step is compared as its id; what tells of its past is not code of the step.
    private static readonly HashSet<string> Naming = ["Id", "FormerlyKnownAs", "ConvertsFrom"];

    /// <summary>Whether the call looks like one that makes a step.</summary>
    public static bool Makes(InvocationExpressionSyntax call) =>
        NameOf(call)?.Identifier.ValueText is "Step" or "GoNoGo" or "ProvedBy";

    /// <summary>The name that is called; null for a call of something else.</summary>
    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            SimpleNameSyntax name => name,
            MemberAccessExpressionSyntax access => access.Name,
            _ => null,
        };

    /// <summary>The step's name where it is written out.</summary>
    public static string? StepName(InvocationExpressionSyntax call) =>
        NameOf(call)!.Identifier.ValueText != "ProvedBy" && NameArgument(call) is { } literal
            ? literal.Token.ValueText
            : null;

    /// <summary>The parts of a statement that say what a step is called, not what it does.</summary>
    public static IEnumerable<TextSpan> NamesIn(SyntaxNode statement)
    {
        foreach (var call in statement.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>())
        {
            if (NameOf(call) is not { } name)
                continue;
            if (name.Identifier.ValueText == "Step" && NameArgument(call) is { } literal)
                yield return literal.Span;
            else if (
                call.Expression is MemberAccessExpressionSyntax access
                && Naming.Contains(name.Identifier.ValueText)
            )
                yield return TextSpan.FromBounds(access.OperatorToken.SpanStart, call.Span.End);
        }
    }

    /// <summary>What a step is called in its own chain of verbs: all that another step depends on.</summary>
    public static IEnumerable<SyntaxNode> Names(InvocationExpressionSyntax call)
    {
        yield return call.ArgumentList;
        for (
            SyntaxNode node = call;
            node.Parent is MemberAccessExpressionSyntax { Parent: { } outer };
            node = outer
        )
            if (outer is not InvocationExpressionSyntax verb)
                yield break;
            else if (NameOf(verb)!.Identifier.ValueText == "Id")
                yield return verb.ArgumentList;
    }

    private static LiteralExpressionSyntax? NameArgument(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax literal }, ..]
        && literal.IsKind(SyntaxKind.StringLiteralExpression)
            ? literal
            : null;
}
