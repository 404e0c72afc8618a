using System.Text;
using System.Text.RegularExpressions;

namespace RunbookDsl.Documents;

/// <summary>Short names of steps, made from what is to be done.</summary>
internal static partial class StepName
{
    private const int Longest = 72;

    /// <summary>The first sentence of a text.</summary>
    public static string Of(IReadOnlyList<string> lines) => Cut(Sentences.First(Plain(lines)));

    /// <summary>The last sentence: the one that leads to the code below it.</summary>
    public static string Last(IReadOnlyList<string> lines)
    {
        var text = Plain(lines);
        for (
            var rest = text;
            rest.Length > 0;
            rest = rest[Sentences.First(rest).Length..].TrimStart(' ', ';')
        )
            text = rest;
        return Cut(Sentences.First(text));
    }

    /// <summary>What two names have to differ in, and an id is made of.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var c in name)
            if (char.IsLetterOrDigit(c))
                key.Append(char.ToLowerInvariant(c));
        return key.ToString();
    }

    private static string Cut(string text)
    {
        var name = Sentences.Cut(text.Trim(' ', ':', '.', '-', '*'), Longest);
        return Key(name).Length == 0 ? "" : name;
    }

    // The first paragraph without the marks of Markdown.
    private static string Plain(IReadOnlyList<string> lines)
    {
        var first = lines.TakeWhile(l => l.Length > 0 && !Begin().IsMatch(l)).ToList();
        var text = Link().Replace(string.Join(' ', first.Select(l => l.Trim())), "$1");
        // "Stop the worker: `systemctl stop worker`" is called "Stop the worker".
        if (Command().Match(text) is { Success: true } command)
            text = command.Groups[1].Value;
        return Blanks()
            .Replace(text.Replace("`", "", StringComparison.Ordinal), " ")
            .Replace("**", "", StringComparison.Ordinal)
            .Trim();
    }

    [GeneratedRegex(@"^\s*(?:```|~~~|[-*+]\s|\d+[.)]\s|>)")]
    private static partial Regex Begin();

    [GeneratedRegex(@"^([^`]{3,}?):\s+`+[^`]+`+[.\s]*$")]
    private static partial Regex Command();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
