using System.Text;
using RunbookDsl.Lint;

namespace RunbookDsl.Documents;

/// <summary>
/// The reference as pages: one for each class, one for each rule of the lint, and an index.
/// </summary>
public static class ReferenceSite
{
    /// <summary>
    /// Writes the site. A folder that is not empty is refused unless an earlier site is in it, whose pages
    /// are replaced.
    /// </summary>
    /// <param name="folder">Full path.</param>
    /// <param name="reference">What is told.</param>
    /// <returns>The number of files.</returns>
    /// <exception cref="DocumentException">The folder is not empty, or cannot be written.</exception>
    public static int Write(string folder, Reference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var files = Files(reference);
        SiteFolder.Write(folder, files);
        return files.Count;
    }

    internal static Dictionary<string, string> Files(Reference reference)
    {
        var links = new SiteLinks(reference);
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["index.html"] = SitePage.Of("RunbookDsl", Index(reference, links), ""),
            ["rules.html"] = SitePage.Of("Rules of the lint", Rules(), ""),
            ["style.css"] = SitePage.Style(),
        };
        foreach (var found in reference.Classes)
            files[links.FileOf(found.Name)!] = SitePage.Of(found.Name, ClassPage.Of(found, links), "../");
        foreach (var rule in LintCatalogue.Rules)
            files[$"rules/{rule.Id}.html"] = SitePage.Of(
                $"{rule.Id}: {rule.Title}",
                HtmlText.Of(LintCatalogue.Page(rule), code => links.Of(code, "../")),
                "../"
            );
        return files;
    }

    private static string Index(Reference reference, SiteLinks links)
    {
        var page = new StringBuilder("<h1>RunbookDsl: words and operations</h1>\n");
        page.Append(
            "<p>Made of the comments in the code. <a href=\"rules.html\">The rules of the lint</a>.</p>\n"
        );
        foreach (
            var (kind, title) in (ReadOnlySpan<(ReferenceKind, string)>)
                [
                    (ReferenceKind.Words, "Words"),
                    (ReferenceKind.Operations, "Operations"),
                    (ReferenceKind.Settings, "Settings of operations"),
                    (ReferenceKind.Value, "Other types"),
                ]
        )
        {
            page.Append("<h2>").Append(title).Append("</h2>\n<table>\n");
            foreach (var found in reference.Classes.Where(c => c.Kind == kind))
            {
                Row(page, links.FileOf(found.Name)!, found.Name, found.Short);
                if (kind == ReferenceKind.Operations)
                    foreach (
                        var made in found.Members.Where(m => m.Makes is not null).DistinctBy(m => m.Name)
                    )
                        Row(page, links.Of(made.FullName, "")!, made.FullName, Line(made));
            }
            page.Append("</table>\n");
        }
        return page.ToString();
    }

    private static string Line(ReferenceMember made) =>
        $"[{made.Effect ?? "effect depends"}] {Sentences.First(made.Summary)}";

    private static string Rules()
    {
        var page = new StringBuilder("<h1>Rules of the lint</h1>\n<table>\n");
        foreach (var rule in LintCatalogue.Rules)
            Row(page, $"rules/{rule.Id}.html", rule.Id, $"{rule.Severity}: {rule.Title}");
        return page.Append("</table>\n").ToString();
    }

    private static void Row(StringBuilder page, string link, string name, string said) =>
        page.Append("<tr><td><a href=\"")
            .Append(HtmlText.Encode(link))
            .Append("\"><code>")
            .Append(HtmlText.Encode(name))
            .Append("</code></a></td><td>")
            .Append(HtmlText.Encode(said.Replace("`", "", StringComparison.Ordinal)))
            .Append("</td></tr>\n");
}
