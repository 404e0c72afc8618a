namespace RunbookDsl.Deployment;

/// <summary>The data file of a banner.</summary>
internal static class BannerFile
{
    public static string Text(string text, string? url)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return $"enabled: true\ntext: {Quoted(text)}\nurl: {Quoted(url ?? "")}\n";
    }

    private static string Quoted(string text) =>
        "\""
        + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .ReplaceLineEndings("\\n")
        + "\"";
}
