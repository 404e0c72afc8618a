namespace RunbookDsl.Testing;

/// <summary>Text in lines of a width, broken at spaces; a longer word has a line of its own.</summary>
public static class WrappedText
{
    /// <summary>The text in lines of this width.</summary>
    /// <param name="text">The text; its own line ends count as spaces.</param>
    /// <param name="columns">The width, from 1.</param>
    public static IReadOnlyList<string> Of(string text, int columns)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var lines = new List<string>();
        foreach (var word in text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= columns)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        return lines;
    }
}
