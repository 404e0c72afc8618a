using System.Text;
using Markdig.Syntax;

namespace RunbookDsl.Documents;

/// <summary>The lines of a document, for taking pieces out of it as they are written.</summary>
internal sealed class SourceLines(string text)
{
    private const int TabWidth = 4;
    private readonly string[] _lines = text.Split('\n');
    private readonly int[] _starts = Starts(text);

    /// <summary>One kind of line end, and nothing that is neither text nor white space.</summary>
    public static string Normal(string text)
    {
        var normal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                continue;
            if (c is '\r' or '\u0085' or '\u2028' or '\u2029')
                normal.Append('\n');
            else if (c is '\n' or '\t' || !(char.IsControl(c) || c == '\uFEFF'))
                normal.Append(IsLoneSurrogate(text, i) ? '\uFFFD' : c);
        }
        return normal.ToString();
    }

    /// <summary>First and last line of a block, counted from 0.</summary>
    public (int First, int Last) Of(Block block) =>
        (LineAt(block.Span.Start), LineAt(Math.Max(block.Span.End, block.Span.Start)));

    /// <summary>These lines, without empty ones at both ends.</summary>
    public List<string> Take(int first, int last)
    {
        var taken = _lines[first..(Math.Min(last, _lines.Length - 1) + 1)].Select(l => l.TrimEnd()).ToList();
        Trim(taken);
        return taken;
    }

    /// <summary>Takes empty lines away from both ends.</summary>
    public static void Trim(List<string> lines)
    {
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        while (lines.Count > 0 && lines[0].Length == 0)
            lines.RemoveAt(0);
    }

    /// <summary>A line without its first blanks, as many columns as there are, at most this many.</summary>
    public static string Dedent(string line, int columns)
    {
        var at = 0;
        for (var column = 0; at < line.Length && column < columns && IsBlank(line[at]); at++)
            column += line[at] == '\t' ? TabWidth - column % TabWidth : 1;
        return line[at..];
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    private int LineAt(int offset)
    {
        var found = Array.BinarySearch(_starts, offset);
        return found >= 0 ? found : ~found - 1;
    }

    private static int[] Starts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n')
                starts.Add(i + 1);
        return [.. starts];
    }

    private static bool IsLoneSurrogate(string text, int at) =>
        char.IsHighSurrogate(text[at])
            ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])
            : char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));
}
