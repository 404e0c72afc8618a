using System.Text.RegularExpressions;

namespace RunbookDsl.Conventions.Tests.Docs;

/// <summary>
/// Code in prose is a piece of a compiled file. The line before the fence names the file:
/// <c>&lt;!-- code: runbooks/move/move.csx --&gt;</c>. Indentation may differ, and a line
/// of <c>// …</c> alone stands for lines left out.
/// </summary>
internal static partial class SnippetRules
{
    public static IEnumerable<string> Check(string path, string markdown, Func<string, string?> compiled)
    {
        var lines = markdown.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!Fence().IsMatch(lines[i]))
                continue;
            var end = Array.FindIndex(
                lines,
                i + 1,
                l => l.TrimStart().StartsWith("```", StringComparison.Ordinal)
            );
            if (end < 0)
                yield return $"{path}({i + 1}): the fence is never closed";
            else if (Snippet(lines, i, end, compiled) is { } found)
                yield return $"{path}({i + 1}): {found}";
            i = end < 0 ? lines.Length : end;
        }
    }

    private static string? Snippet(string[] lines, int start, int end, Func<string, string?> compiled)
    {
        var before = lines.Take(start).LastOrDefault(l => l.Trim().Length > 0) ?? "";
        if (Marker().Match(before) is not { Success: true } marker)
            return "C# without <!-- code: path --> before it: prose shows only what is compiled";
        var file = marker.Groups[1].Value;
        if (compiled(file) is not { } text)
            return $"{file} is not a compiled file of this repository";
        var source = Dedent(text.Split('\n'));
        var from = 0;
        foreach (var piece in Pieces(lines[(start + 1)..end]))
        {
            from = Find(source, piece, from);
            if (from < 0)
                return $"not in {file}: {piece[0]}";
            from += piece.Count;
        }

        return null;
    }

    private static IEnumerable<List<string>> Pieces(string[] snippet)
    {
        var piece = new List<string>();
        foreach (var line in Dedent(snippet).Append("// …"))
        {
            if (line != "// …")
                piece.Add(line);
            else if (piece.Count > 0)
            {
                yield return piece;
                piece = [];
            }
        }
    }

    private static int Find(List<string> source, List<string> piece, int from)
    {
        for (var at = from; at + piece.Count <= source.Count; at++)
        {
            if (source.Skip(at).Take(piece.Count).SequenceEqual(piece, StringComparer.Ordinal))
                return at;
        }

        return -1;
    }

    /// <summary>Blank lines and indentation belong to the page, not to the code.</summary>
    private static List<string> Dedent(IEnumerable<string> lines) =>
        [.. lines.Select(l => l.Trim()).Where(l => l.Length > 0)];

    [GeneratedRegex(@"^\s*```\s*(csharp|cs|csx|c#)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Fence();

    [GeneratedRegex(@"<!--\s*code:\s*(\S+)\s*-->")]
    private static partial Regex Marker();
}
