using System.Text.RegularExpressions;

namespace RunbookDsl.Documents.Tests;

/// <summary>What a document says, found line by line and without the parser that is tested.</summary>
internal sealed partial record Said(List<string> Headings, List<string> Items, List<string> Commands)
{
    public static Said Of(string document)
    {
        var said = new Said([], [], []);
        var lines = document.ReplaceLineEndings("\n").Split('\n');
        var (inFence, inCode) = (false, false);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var bare = Blanks().Replace(line.Trim(), " ");
            var isFence = bare.StartsWith("```", StringComparison.Ordinal);
            inFence ^= isFence;
            // reStructuredText: what is indented below "::" is code.
            var isLed =
                i > 0
                && lines
                    .Take(i)
                    .LastOrDefault(l => l.Trim().Length > 0)
                    ?.EndsWith("::", StringComparison.Ordinal) == true;
            inCode =
                (inCode || isLed) && (bare.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal));
            if (isFence || bare.Length == 0)
                continue;
            if (inFence || inCode)
                said.Commands.Add(bare);
            else if (line.StartsWith('#'))
                said.Headings.Add(bare.TrimStart('#').Trim());
            else if (
                i + 1 < lines.Length
                && Underline().IsMatch(lines[i + 1])
                && lines[i + 1].Length >= line.Length
                && !bare.StartsWith('-')
            )
                said.Headings.Add(bare);
            else if (Item().Match(line) is { Success: true } item)
                said.Items.Add(Blanks().Replace(item.Groups[1].Value.Trim(), " "));
            if (!inFence && !inCode)
                said.Commands.AddRange(Code().Matches(bare).Select(m => m.Value));
        }
        return said;
    }

    [GeneratedRegex(@"^\s*(?:[-*]|\d+\.)\s+(?:\[.\]\s+|✅\s*)?(.+)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^(=+|-{4,}|\++)$")]
    private static partial Regex Underline();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
