using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>What the step at a place still lacks: an undo, a probe, a proof; or a program instead of a
/// person.</summary>
internal static class StepOffers
{
    private const int MostWords = 40;

    public static IEnumerable<Offer> At(Place place, OperationBook book, CancellationToken cancellation)
    {
        if (StepChain.At(place) is not { } chain)
            yield break;
        if (chain.Call("Manual") is { } manual && Command(manual) is { } words)
            yield return Real(place, manual, words);
        if (chain.Call("Run") is not { ArgumentList.Arguments: [var argument, ..] })
            yield break;
        var inner = Bare(argument.Expression);
        var type = place.Model.GetTypeInfo(inner, cancellation).Type;
        var facts = OperationBook.OperationOf(type) is { } operation
            ? book.FactsOf(operation, place.Compilation)
            : null;
        if (facts is null && inner is not AnonymousFunctionExpressionSyntax)
            yield break;
        if (facts is { IsChange: false } || chain.Call("ReadOnly") is not null)
            yield break;
        var isTemporary = inner != argument.Expression;
        if (
            facts?.Undoes is null
            && !isTemporary
            && chain.Call("Undo") is null
            && chain.Call("NoUndo") is null
        )
        {
            yield return Add(
                place,
                chain,
                "Add an undo",
                ".Undo(ctx => throw new NotImplementedException(\"write how it is taken back\"))"
            );
            yield return Add(
                place,
                chain,
                "Say why it has no undo",
                ".NoUndo(\"why it cannot be taken back\")"
            );
        }
        if (facts?.HasProbe != true && chain.Call("Probe") is null && chain.Call("Idempotent") is null)
            yield return Add(
                place,
                chain,
                "Add a probe",
                ".Probe(ctx => Task.FromResult(ProbeState.Unknown))"
            );
        if (facts?.Verifies is null && chain.Call("Verify") is null)
            yield return Add(place, chain, "Add a verification", ".Verify(ctx => Task.FromResult(false))");
    }

    // Temporarily(…) is the operation inside.
    private static ExpressionSyntax Bare(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { ArgumentList.Arguments: [var inner] } call
        && ScriptNames.VerbOf(call) == "Temporarily"
            ? inner.Expression
            : expression;

    private static Offer Add(Place place, StepChain chain, string title, string text)
    {
        var indent = chain.Indent(place.Text);
        return new(title, [new(place.Path, place.Text, new(chain.End, 0), indent + text)]);
    }

    private static string[]? Command(InvocationExpressionSyntax manual)
    {
        if (ScriptNames.TextArgument(manual, 0) is not { } text)
            return null;
        var start = text.IndexOf('`', StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('`', start + 1);
        if (end < 0)
            return null;
        var command = text[(start + 1)..end];
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // What only a shell understands stays with a person.
        return words.Length is 0 or > MostWords || command.AsSpan().ContainsAny("|&;<>$*?\"'\\(){}\n")
            ? null
            : words;
    }

    private static Offer Real(Place place, InvocationExpressionSyntax manual, string[] words)
    {
        var access = (MemberAccessExpressionSyntax)manual.Expression;
        var arguments = string.Join(", ", words.Select(w => SymbolDisplay.FormatLiteral(w, quote: true)));
        var span = TextSpan.FromBounds(access.Name.SpanStart, manual.Span.End);
        return new(
            $"Let the runbook run `{string.Join(' ', words)}`",
            [new(place.Path, place.Text, span, $"Run(Local.Exec({arguments}))")]
        );
    }
}
