using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>
/// The table of a script's steps: where each is made, and a hash of all the code that decides what it does.
/// </summary>
internal static class StepCodes
{
    /// <summary>By line, whatever the file.</summary>
    public static StepCode[] Of(CSharpCompilation compilation, IReadOnlyDictionary<string, string> foreign)
    {
        var index = new CodeIndex(compilation);
        var graph = new CodeGraph(index, foreign);
        var found = new List<StepCode>(index.StepCalls.Count);
        foreach (var call in index.StepCalls)
            found.Add(Of(call, graph, index));
        found.Sort((a, b) => a.Line != b.Line ? a.Line.CompareTo(b.Line) : a.Column.CompareTo(b.Column));
        return [.. found];
    }

    private static StepCode Of(InvocationExpressionSyntax call, CodeGraph graph, CodeIndex index)
    {
        // What the compiler hands to a called method is the place of the opening parenthesis.
        var place = call.ArgumentList.OpenParenToken.GetLocation().GetMappedLineSpan();
        var verb = StepVerbs.NameOf(call)!.GetLocation().GetMappedLineSpan();
        var end = CodeGraph.StatementOf(call).GetLocation().GetMappedLineSpan();
        return new StepCode
        {
            File = call.SyntaxTree.FilePath,
            Line = place.StartLinePosition.Line + 1,
            Column =
                verb.StartLinePosition.Line == place.StartLinePosition.Line
                    ? verb.StartLinePosition.Character + 1
                    : 0,
            EndLine = end.EndLinePosition.Line + 1,
            Name = StepVerbs.StepName(call),
            Hash = graph.HashOf(graph.StepAt(call)),
            ResultType = ResultSchema.Of(call, index),
        };
    }
}
