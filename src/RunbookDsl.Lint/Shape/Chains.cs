using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>Takes a chain of calls apart.</summary>
internal static class Chains
{
    /// <summary>The calls of a chain, the first one first.</summary>
    /// <param name="call">The last one.</param>
    /// <param name="model">What the compiler knows about its file.</param>
    /// <param name="start">What the chain begins with; null when that is a call.</param>
    public static List<ShapeLink> Links(
        InvocationExpressionSyntax call,
        SemanticModel model,
        out ExpressionSyntax? start
    )
    {
        var links = new List<ShapeLink>();
        start = null;
        ExpressionSyntax? at = call;
        while (at is not null)
            switch (at)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } next:
                    links.Add(new(access.Name.Identifier.ValueText, Owner(next, model), next, model));
                    at = access.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: SimpleNameSyntax name } next:
                    links.Add(new(name.Identifier.ValueText, Owner(next, model), next, model));
                    at = null;
                    break;
                case MemberAccessExpressionSyntax access:
                    at = access.Expression;
                    break;
                case ParenthesizedExpressionSyntax inner:
                    at = inner.Expression;
                    break;
                default:
                    start = at;
                    at = null;
                    break;
            }
        links.Reverse();
        return links;
    }

    private static string Owner(InvocationExpressionSyntax call, SemanticModel model)
    {
        var info = model.GetSymbolInfo(call);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        // A verb that does not compile yet is still named as its author named it.
        return symbol?.ContainingType?.Name
            ?? (
                call.Expression is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax owner }
                    ? owner.Identifier.ValueText
                    : ""
            );
    }
}
