using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>A step as it is written: <c>Step("…")</c> and the verbs behind it.</summary>
internal sealed class StepChain
{
    private readonly List<InvocationExpressionSyntax> _calls;

    private StepChain(List<InvocationExpressionSyntax> calls) => _calls = calls;

    /// <summary>The call of <c>Step</c> itself.</summary>
    public InvocationExpressionSyntax Step => _calls[0];

    /// <summary>Behind the last verb.</summary>
    public int End => _calls[^1].Span.End;

    /// <summary>The step that a place is in; null when it is in none.</summary>
    public static StepChain? At(Place place)
    {
        var statement = place.WordAt().Parent?.FirstAncestorOrSelf<StatementSyntax>();
        return
            statement
                ?.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax)
                .OfType<InvocationExpressionSyntax>()
                .FirstOrDefault(ScriptNames.IsStep)
                is { } step
            ? Of(step)
            : null;
    }

    public static StepChain Of(InvocationExpressionSyntax step)
    {
        var calls = new List<InvocationExpressionSyntax> { step };
        while (calls[^1].Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer })
            calls.Add(outer);
        return new(calls);
    }

    /// <summary>The call of a verb behind the step; null when it has none.</summary>
    public InvocationExpressionSyntax? Call(string verb) =>
        _calls.Skip(1).FirstOrDefault(c => ScriptNames.VerbOf(c) == verb);

    /// <summary>What stands before one more verb, so that it looks like the others.</summary>
    public string Indent(SourceText text)
    {
        if (_calls.Count < 2)
            return "";
        var dot = ((MemberAccessExpressionSyntax)_calls[^1].Expression).OperatorToken;
        var lines = TextLines.Of(text);
        var (line, character) = lines.PositionOf(dot.SpanStart);
        var before = text.ToString(new TextSpan(lines.StartOf(line), character));
        return string.IsNullOrWhiteSpace(before) ? "\n" + before : "";
    }
}
