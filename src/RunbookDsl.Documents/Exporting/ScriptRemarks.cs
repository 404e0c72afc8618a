using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RunbookDsl.Documents;

/// <summary>
/// The comments between the statements of a script. What is for the author or for the lint only is left out,
/// and so is what stands inside of a statement.
/// </summary>
internal static class ScriptRemarks
{
    private const string Lint = "// lint:";

    public static List<ScriptRemark> Of(string script)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script);
        var root = CSharpSyntaxTree.ParseText(script, options).GetCompilationUnitRoot();
        var remarks = new List<ScriptRemark>();
        foreach (var member in root.ChildNodesAndTokens())
            Read(member.GetLeadingTrivia(), remarks);
        return remarks;
    }

    private static void Read(SyntaxTriviaList trivia, List<ScriptRemark> remarks)
    {
        var lines = new List<string>();
        var (first, last) = (0, -1);
        foreach (var comment in trivia.Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia)))
        {
            var line = comment.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            var text = comment.ToString();
            var isHidden =
                text.StartsWith(ChecklistScript.AuthorsMark, StringComparison.Ordinal)
                || text.StartsWith(Lint, StringComparison.Ordinal);
            if (line != last + 1 || isHidden)
                Add();
            if (isHidden)
                continue;
            if (lines.Count == 0)
                first = line;
            last = line;
            lines.Add(text.Length > 2 && text[2] == ' ' ? text[3..] : text[2..]);
        }
        Add();

        void Add()
        {
            if (lines.Count > 0)
                remarks.Add(new(first, string.Join('\n', lines)));
            lines.Clear();
        }
    }
}
