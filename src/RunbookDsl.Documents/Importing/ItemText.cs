using System.Text.RegularExpressions;

namespace RunbookDsl.Documents;

/// <summary>What an item of a list says, without its bullet, number or box.</summary>
internal static partial class ItemText
{
    private const int WidestMarker = 4;

    public static List<string> Of(List<string> lines)
    {
        if (lines.Count == 0 || Marker().Match(lines[0]) is not { Success: true } marker)
            return lines;
        var blanks = marker.Groups[2].Length;
        // More blanks than that are the beginning of indented code.
        var columns = blanks > WidestMarker ? marker.Length - blanks + 1 : marker.Length;
        var text = new List<string> { Box().Replace(lines[0][columns..], "").TrimEnd() };
        text.AddRange(lines.Skip(1).Select(l => SourceLines.Dedent(l, columns)));
        SourceLines.Trim(text);
        return text;
    }

    /// <summary>Whether an item has a box to tick.</summary>
    public static bool IsBox(List<string> lines) =>
        lines is [var line, ..]
        && Marker().Match(line) is { Success: true } marker
        && Box().IsMatch(line[marker.Length..]);

    [GeneratedRegex(@"^\s*([-*+]|\d{1,9}[.)])(\s*)")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^(?:\[[ xX]?\]\s+|[✅☑☐✔✓]\uFE0F?\s*)")]
    private static partial Regex Box();
}
