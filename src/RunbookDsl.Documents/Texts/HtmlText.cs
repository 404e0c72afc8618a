using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RunbookDsl.Documents;

/// <summary>Markdown as HTML: whatever it holds is text there, and no link of it runs anything.</summary>
internal static class HtmlText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .Build();

    /// <summary>HTML of a text.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="linkOf">Where a piece of code leads, or null; null links nothing.</param>
    public static string Of(string markdown, Func<string, string?>? linkOf = null)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
            if (!IsHarmless(link.Url))
                link.Url = "#";
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
            if (!link.IsEmail && !IsHarmless(link.Url))
                link.ReplaceBy(new LiteralInline(link.Url));
        if (linkOf is not null)
            foreach (var code in document.Descendants<CodeInline>().ToList())
                if (linkOf(code.Content) is { } target)
                {
                    var link = new LinkInline(target, "") { IsClosed = true };
                    code.ReplaceBy(link, copyChildren: false);
                    link.AppendChild(code);
                }
        return document.ToHtml(Pipeline);
    }

    /// <summary>Text between tags or in an attribute.</summary>
    public static string Encode(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static bool IsHarmless(string? url) =>
        url is null
        || !url.Contains(':', StringComparison.Ordinal)
        || url.StartsWith('#')
        || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);
}
