using System.Text.RegularExpressions;
using RunbookDsl.Lint;

namespace RunbookDsl.Documents.Tests;

[CancelAfter(120_000)]
internal sealed partial class SiteTests
{
    [Test]
    public void Every_link_has_its_target()
    {
        var files = ReferenceSite.Files(Worlds.Reference);
        var anchors = files.ToDictionary(
            f => f.Key,
            f => Id().Matches(f.Value).Select(m => m.Groups[1].Value).ToHashSet()
        );
        var (looked, broken) = (0, new List<string>());
        foreach (var (file, html) in files)
        foreach (Match link in Link().Matches(html))
        {
            var target = System.Net.WebUtility.HtmlDecode(link.Groups[1].Value);
            if (target.Contains("://", StringComparison.Ordinal))
                continue;
            looked++;
            var parts = target.Split('#');
            var folder = Path.GetDirectoryName(file)!;
            var path = parts[0].Length == 0 ? file : Path.GetFullPath("/" + folder + "/" + parts[0])[1..];
            if (!files.ContainsKey(path) || (parts.Length > 1 && !anchors[path].Contains(parts[1])))
                broken.Add($"{file}: {target}");
        }
        Assert.That(broken, Is.Empty);
        Assert.That(looked, Is.GreaterThan(3000));
    }

    [Test]
    public void There_is_a_page_for_each_class_and_for_each_rule()
    {
        var files = ReferenceSite.Files(Worlds.Reference);
        Assert.That(
            files.Keys.Count(k => k.StartsWith("rules/", StringComparison.Ordinal)),
            Is.EqualTo(LintCatalogue.Rules.Count)
        );
        Assert.That(
            files.Keys.Count(k => k.StartsWith("classes/", StringComparison.Ordinal)),
            Is.EqualTo(Worlds.Reference.Classes.Count)
        );
        Assert.That(
            files.Values.Where(f => f.Contains("<script", StringComparison.OrdinalIgnoreCase)),
            Is.Empty
        );
        Assert.That(
            files["classes/Pg.html"],
            Does.Contain("<h3 id=\"Dump\">Pg.Dump <span class=\"effect\">additive</span></h3>\n")
        );
        Assert.That(
            files["classes/Pg.html"],
            Does.Contain(
                "<pre><code><a href=\"../classes/DumpOperation.html\">DumpOperation</a> <a href=\"../classes/Pg.html\">Pg</a>"
                    + ".Dump(<a href=\"../classes/PgDatabase.html\">PgDatabase</a> database, string directory)</code></pre>\n"
            )
        );
        Assert.That(files["classes/Step.html"], Does.Contain("StepBuilder&lt;TResult&gt;"));
    }

    [Test]
    public void It_is_written_again_over_itself_and_stale_pages_go()
    {
        using var folder = new Folder();
        var site = folder["site"];
        var written = ReferenceSite.Write(site, Worlds.Reference);
        File.WriteAllText(Path.Combine(site, "notes.txt"), "mine");
        File.AppendAllLines(
            Path.Combine(site, ".runbook-docs"),
            ["classes/Gone.html", "../outside.html", "notes.txt"]
        );
        File.WriteAllText(Path.Combine(site, "classes", "Gone.html"), "stale");
        File.WriteAllText(folder["outside.html"], "mine");

        Assert.That(ReferenceSite.Write(site, Worlds.Reference), Is.EqualTo(written));

        Assert.That(File.Exists(Path.Combine(site, "classes", "Gone.html")), Is.False);
        Assert.That(File.ReadAllText(folder["outside.html"]), Is.EqualTo("mine"));
        Assert.That(File.ReadAllText(Path.Combine(site, "notes.txt")), Is.EqualTo("mine"));
    }

    [Test]
    public void A_folder_of_somebody_else_is_refused()
    {
        using var folder = new Folder();
        folder.Put("mine.txt", "mine");
        Assert.That(
            () => ReferenceSite.Write(folder.Path, Worlds.Reference),
            Throws
                .TypeOf<DocumentException>()
                .With.Message.EqualTo(
                    $"{folder.Path} is not empty and was not written by `runbook docs --site`: name another folder."
                )
        );
        Assert.That(Directory.GetFileSystemEntries(folder.Path), Is.EqualTo((string[])[folder["mine.txt"]]));
    }

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Id();
}
