using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// Inside a text that names something: secrets, steps, included runbooks, and what the world beside the
/// runbook calls its hosts, databases and pages.
/// </summary>
internal static class TextProposals
{
    private static readonly HashSet<string> StepIds = ["Needs"];

    public static Proposals? For(Place place, CancellationToken cancellation)
    {
        var token = place.TokenBefore();
        if (
            token.Parent is InterpolatedStringTextSyntax or InterpolatedStringExpressionSyntax
            && !token.IsKind(SyntaxKind.InterpolatedStringEndToken)
        )
            return Proposals.None;
        if (
            token.Parent is not LiteralExpressionSyntax literal
            || !token.IsKind(SyntaxKind.StringLiteralToken)
            || place.Offset <= token.SpanStart
            || !IsInside(token, place)
        )
            return
                token.Kind()
                    is SyntaxKind.SingleLineRawStringLiteralToken
                        or SyntaxKind.MultiLineRawStringLiteralToken
                && place.Offset < token.Span.End
                ? Proposals.None
                : null;
        var start = token.SpanStart + (token.Text.StartsWith('@') ? 2 : 1);
        if (place.Offset < start)
            return Proposals.None;
        var end = IsOpen(token) ? token.Span.End : token.Span.End - 1;
        var span = TextSpan.FromBounds(start, Math.Max(end, place.Offset));
        if (
            literal.Parent
                is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: { } call } list } argument
            || NameOf(call) is not { } verb
        )
            return Proposals.None;
        cancellation.ThrowIfCancellationRequested();
        var index = list.Arguments.IndexOf(argument);
        if (verb == "Include" || verb == "Child")
            return DirectiveProposals.Paths(
                place,
                place.Text.ToString(TextSpan.FromBounds(start, place.Offset)),
                "*.csx"
            );
        return new(span, [.. Named(place, verb, index, literal)]);
    }

    private static IEnumerable<Proposal> Named(Place place, string verb, int index, SyntaxNode here)
    {
        var own = place.Compilation.SyntaxTrees.SelectMany(t => ScriptNames.In(t.GetRoot()));
        var names = StepIds.Contains(verb)
            ? own.Where(n => n.Kind == ScriptNames.StepKind)
            : own.Concat(Counterpart(place))
                .Where(n => n.Verb == verb && n.Index == index && n.Node != here)
                .Concat(verb == "Get" ? Sites(place) : []);
        return names
            .Where(n => n.Text.Length > 0)
            .DistinctBy(n => n.Text)
            .Select(n => new Proposal(n.Text, Proposal.Value, 10) { Detail = n.Detail });
    }

    private static IEnumerable<ScriptName> Sites(Place place) =>
        Counterpart(place)
            .Where(n => n is { Verb: "Site", Index: 0 })
            .Select(n => n with { Text = $"https://{n.Text}/" });

    // The world of a runbook, the runbook of a world.
    private static IEnumerable<ScriptName> Counterpart(Place place)
    {
        var entry = place.Analysis.Request.Path;
        var other = entry.EndsWith(WorldEnding, StringComparison.Ordinal)
            ? entry[..^WorldEnding.Length] + ".csx"
            : Path.ChangeExtension(entry, WorldEnding);
        return OtherFiles.Parsed(other, place.Documents) is { } root
            ? ScriptNames.In(root).Select(n => n with { Detail = Path.GetFileName(other) })
            : [];
    }

    private const string WorldEnding = ".world.csx";

    private static bool IsInside(SyntaxToken token, Place place) =>
        place.Offset < token.Span.End || (place.Offset == token.Span.End && IsOpen(token));

    private static bool IsOpen(SyntaxToken token) =>
        token.Text.Length < 2 || token.Text[^1] != '"' || token.ContainsDiagnostics;

    private static string? NameOf(SyntaxNode call) =>
        call switch
        {
            InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name.Identifier.ValueText,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access
                .Name
                .Identifier
                .ValueText,
            ObjectCreationExpressionSyntax made => made.Type.ToString(),
            _ => null,
        };
}
