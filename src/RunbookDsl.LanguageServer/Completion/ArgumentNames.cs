using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>Parameters that could be named here: <c>within:</c>, <c>approvers:</c>.</summary>
internal static class ArgumentNames
{
    public static IEnumerable<Proposal> For(Place place, SyntaxToken before)
    {
        if (
            before.Kind() is not (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken)
            || before.Parent is not ArgumentListSyntax { Parent: { } call } list
        )
            return [];
        var named = list
            .Arguments.Select(a => a.NameColon?.Name.Identifier.ValueText)
            .Where(n => n is not null)
            .ToHashSet();
        var given = list.Arguments.Count(a => a.Span.End <= before.SpanStart && a.NameColon is null);
        return Calls
            .MethodsOf(call, place.Model)
            .SelectMany(m => SymbolText.Given(m.Parameters).Skip(given))
            .Where(p => !named.Contains(p.Name))
            .GroupBy(p => p.Name)
            .Select(g => new Proposal(g.Key + ":", Proposal.Variable, 5)
            {
                Insert = g.Key + ": ",
                Detail = SymbolText.Of(g.First(), withDefault: true),
            });
    }
}
