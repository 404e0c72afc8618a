namespace RunbookDsl.LanguageServer;

/// <summary>Between the URIs of the protocol and paths.</summary>
internal static class DocumentUri
{
    /// <summary>The full path; null for what is no file. A document that was never saved gets a path of its
    /// own, where no file is.</summary>
    public static string? PathOf(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed))
            return null;
        var path = Uri.UnescapeDataString(parsed.AbsolutePath);
        if (path.Contains('\0', StringComparison.Ordinal))
            return null;
        return parsed.Scheme switch
        {
            "file" when path.StartsWith('/') => Path.GetFullPath(path),
            "untitled" => Path.GetFullPath("/untitled:/" + path.TrimStart('/')),
            _ => null,
        };
    }

    public static string Of(string path) =>
        "file://" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
