namespace RunbookDsl.Documents;

/// <summary>What every page has around its text. No script, one style sheet.</summary>
internal static class SitePage
{
    /// <summary>A whole page.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML.</param>
    /// <param name="root">The way up to the index: empty or <c>../</c>.</param>
    public static string Of(string title, string body, string root) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{HtmlText.Encode(title)}</title>
            <link rel="stylesheet" href="{root}style.css">
            </head>
            <body>
            <nav><a href="{root}index.html">Words and operations</a> ·
            <a href="{root}rules.html">Rules</a></nav>
            <main>
            {body}</main>
            </body>
            </html>

            """;

    /// <summary>A page that needs no other file.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML.</param>
    public static string Alone(string title, string body) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{HtmlText.Encode(title)}</title>
            <style>
            {Style()}</style>
            </head>
            <body>
            {body}</body>
            </html>

            """;

    /// <summary>The style sheet of all pages.</summary>
    public static string Style()
    {
        using var stream = typeof(SitePage).Assembly.GetManifestResourceStream("site/style.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
