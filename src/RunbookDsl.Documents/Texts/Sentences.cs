namespace RunbookDsl.Documents;

/// <summary>What fits into one line of a text.</summary>
internal static class Sentences
{
    /// <summary>The first sentence of the first paragraph, on one line.</summary>
    public static string First(string markdown)
    {
        var paragraph = markdown.Split("\n\n")[0].Replace('\n', ' ').Trim();
        for (var at = 0; at < paragraph.Length - 1; at++)
            if (
                paragraph[at] is '.' or '!' or '?' or ';'
                && paragraph[at + 1] == ' '
                && (paragraph[at] == ';' || IsBegin(paragraph, at + 2))
            )
                return paragraph[..(paragraph[at] == ';' ? at : at + 1)];
        return paragraph;
    }

    /// <summary>At most this many characters, cut between words.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = text.LastIndexOf(' ', most - 1);
        if (end < most / 2)
            end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end].TrimEnd(' ', ',', ';', ':', '(') + "…";
    }

    // "e.g. this" does not end a sentence.
    private static bool IsBegin(string text, int at) =>
        at < text.Length && (char.IsUpper(text[at]) || text[at] is '`' or '*');
}
