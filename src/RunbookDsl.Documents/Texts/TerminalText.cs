using System.Text;

namespace RunbookDsl.Documents;

/// <summary>
/// The Markdown of comments as a terminal shows it: wrapped, lists indented, code as it is.
/// </summary>
internal static class TerminalText
{
    private const string Fence = "```";

    /// <summary>Lines of code, indented.</summary>
    public static string Code(string code) =>
        string.Concat(code.Split('\n').Select(l => l.Length == 0 ? "\n" : $"    {l}\n"));

    /// <summary>Text in lines of at most this width, two columns in.</summary>
    public static string Of(string markdown, int columns)
    {
        var text = new StringBuilder();
        var words = new List<string>();
        var (isCode, isItem) = (false, false);
        foreach (var line in markdown.Split('\n'))
        {
            var isFence = line.StartsWith(Fence, StringComparison.Ordinal);
            var isBreak = isFence || line.Length == 0 || line.StartsWith("- ", StringComparison.Ordinal);
            if (isCode && !isFence)
            {
                text.Append(Code(line));
                continue;
            }
            if (isBreak)
            {
                Wrap(text, words, isItem, columns);
                isItem = line.StartsWith("- ", StringComparison.Ordinal);
            }
            if (isFence)
                isCode = !isCode;
            else if (line.Length == 0)
                text.Append('\n');
            else
                words.AddRange(Plain(line).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        Wrap(text, words, isItem, columns);
        return text.ToString();
    }

    private static string Plain(string line) => line.Replace("**", "", StringComparison.Ordinal);

    private static void Wrap(StringBuilder text, List<string> words, bool isItem, int columns)
    {
        var indent = isItem ? "    " : "  ";
        var line = new StringBuilder("  ");
        foreach (var word in words)
        {
            if (line.Length + word.Length > columns && line.Length > indent.Length)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(indent);
            }
            line.Append(word).Append(' ');
        }
        if (words.Count > 0)
            text.Append(line.ToString().TrimEnd()).Append('\n');
        words.Clear();
    }
}
