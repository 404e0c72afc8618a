using System.Text;

namespace RunbookDsl.Documents;

/// <summary>The page of a class: what it is, then its members with all their overloads.</summary>
internal static class ClassPage
{
    private const string Root = "../";

    public static string Of(ReferenceClass found, SiteLinks links)
    {
        var page = new StringBuilder();
        page.Append("<h1>").Append(HtmlText.Encode(found.Name)).Append("</h1>\n");
        if (found.Declaration.Length > 0)
            Code(page, found.Declaration.Split('\n'), links);
        page.Append("<p class=\"effect\">").Append(HtmlText.Encode(found.Package)).Append("</p>\n");
        page.Append(HtmlText.Of(found.Text, code => links.Of(code, Root)));
        foreach (var same in found.Members.GroupBy(m => m.Name))
        {
            page.Append("<h3 id=\"")
                .Append(HtmlText.Encode(SiteLinks.Anchor(same.Key)))
                .Append("\">")
                .Append(HtmlText.Encode(same.First().FullName));
            if (same.First().Effect is { } effect)
                page.Append(" <span class=\"effect\">").Append(HtmlText.Encode(effect)).Append("</span>");
            page.Append("</h3>\n");
            foreach (var overload in same.GroupBy(m => m.Text))
            {
                Code(page, overload.Select(m => m.Signature), links);
                page.Append(HtmlText.Of(overload.Key, code => links.Of(code, Root)));
            }
            if (same.First().Makes is { } made && links.FileOf(made) is { } settings)
                page.Append("<p>Settings: <a href=\"")
                    .Append(Root + settings)
                    .Append("\"><code>")
                    .Append(HtmlText.Encode(made))
                    .Append("</code></a></p>\n");
        }
        return page.ToString();
    }

    private static void Code(StringBuilder page, IEnumerable<string> lines, SiteLinks links) =>
        page.Append("<pre><code>")
            .AppendJoin('\n', lines.Select(l => links.Signature(l, Root)))
            .Append("</code></pre>\n");
}
