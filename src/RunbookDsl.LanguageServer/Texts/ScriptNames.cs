using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.LanguageServer;

/// <summary>All names that a script writes as texts: read from its syntax, nothing is evaluated.</summary>
internal static class ScriptNames
{
    public const string StepKind = "step";
    private const int Most = 5000;

    public static IEnumerable<ScriptName> In(SyntaxNode root) => All(root).Take(Most);

    /// <summary>The id of the step that a call makes: as given by <c>.Id</c>, else of its name.</summary>
    public static string? IdOf(InvocationExpressionSyntax call)
    {
        if (TextArgument(call, 0) is not { } name)
            return null;
        for (
            SyntaxNode node = call;
            node.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access;
            node = outer
        )
            if (access.Name.Identifier.ValueText == "Id" && TextArgument(outer, 0) is { } id)
                return id;
        return SlugOf(name);
    }

    /// <summary>The verb of a call.</summary>
    public static string? VerbOf(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => null,
        };

    public static string? TextArgument(InvocationExpressionSyntax call, int index) =>
        call.ArgumentList.Arguments.Count > index
        && call.ArgumentList.Arguments[index].Expression is LiteralExpressionSyntax literal
        && literal.IsKind(SyntaxKind.StringLiteralExpression)
            ? literal.Token.ValueText
            : null;

    /// <summary>Whether a call makes a step of the runbook.</summary>
    public static bool IsStep(InvocationExpressionSyntax call) =>
        call.Expression is SimpleNameSyntax && VerbOf(call) is "Step" or "GoNoGo";

    private static IEnumerable<ScriptName> All(SyntaxNode root)
    {
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (VerbOf(call) is not { } verb)
                continue;
            if (IsStep(call) && IdOf(call) is { } id)
                yield return new(verb, -1, id, StepKind, call) { Detail = TextArgument(call, 0) };
            for (var i = 0; i < call.ArgumentList.Arguments.Count; i++)
                if (
                    call.ArgumentList.Arguments[i].Expression is LiteralExpressionSyntax literal
                    && literal.IsKind(SyntaxKind.StringLiteralExpression)
                    && !literal.Token.ValueText.Contains('\n', StringComparison.Ordinal)
                )
                    yield return new(verb, i, literal.Token.ValueText, verb, literal);
        }
    }

    // As RunbookDsl makes ids of names.
    private static string SlugOf(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name)
            if (char.IsLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        return slug.ToString().TrimEnd('-');
    }
}
