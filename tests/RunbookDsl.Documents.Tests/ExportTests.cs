using System.Text.RegularExpressions;

namespace RunbookDsl.Documents.Tests;

[CancelAfter(120_000)]
internal sealed partial class ExportTests
{
    [TestCase("maintenance", 5, 19, 2)]
    [TestCase("maintenance-mode", 27, 28, 105)]
    [TestCase("maintenance-tasks", 12, 5, 54)]
    [TestCase("database-maintenance", 5, 24, 21)]
    [TestCase("post-mortem", 3, 6, 14)]
    public void Every_heading_item_and_command_comes_back(string name, int headings, int items, int commands)
    {
        var original = Said.Of(Worlds.Document(name));
        var exported = Blanks().Replace(Worlds.ThereAndBack(name).Document, " ");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                original.Headings.Where(h => !exported.Contains($"# {h} ", StringComparison.Ordinal)),
                Is.Empty
            );
            Assert.That(original.Items.Where(i => !exported.Contains(i, StringComparison.Ordinal)), Is.Empty);
            Assert.That(
                original.Commands.Where(c => !exported.Contains(c, StringComparison.Ordinal)),
                Is.Empty
            );
            Assert.That(original.Headings, Has.Count.EqualTo(headings));
            Assert.That(original.Items, Has.Count.EqualTo(items));
            Assert.That(original.Commands, Has.Count.EqualTo(commands));
        }
    }

    [TestCaseSource(typeof(Worlds), nameof(Worlds.Documents))]
    public void What_was_exported_can_be_imported_again(string name)
    {
        using var folder = new Folder();
        var (document, runbook) = Worlds.ThereAndBack(name);
        var again = ImportedRunbook.Of(document, "again.md");
        var extra = document.Contains("\n- Purpose: ", StringComparison.Ordinal) ? 1 : 0;
        Assert.That(again.Steps, Is.EqualTo(runbook.Steps + extra));
        Assert.That(Worlds.Errors(folder, again.Script), Is.Empty);
    }

    [Test]
    public void A_step_is_told_with_what_it_runs_checks_and_undoes()
    {
        const string Script = """
            // What every one of us should know.
            Runbook("Tidy").Purpose("room").Owner("platform");
            // ## The work
            //: a remark for the author
            // lint: RB0325 because it is an example
            Step("List").Run(Local.Exec("ls", "-l", "my files"))
                .Verify(r => r.ExitCode == 0).NoUndo("only looks");
            Step("Look").Manual("Is it tidy?").Evidence();
            // ## Afterwards
            """;
        using var folder = new Folder();
        Assert.That(
            RunbookDocument.Markdown(Worlds.Plan(folder, Script), Script),
            Is.EqualTo(
                """
                # Tidy

                - Purpose: room
                - Owner: platform

                What every one of us should know.

                ## The work

                - [ ] **List** (non-idempotent): run ls -l 'my files' on this machine

                  ```
                  ls -l 'my files'
                  ```

                  - target: this machine
                  - verify: r => r.ExitCode == 0
                  - undo: none: only looks
                  - warning: an exit code says what the program thinks, not what it did: verify from outside

                - [ ] **Look**

                  Is it tidy?

                  - evidence: write down what you saw

                ## Afterwards

                """
            )
        );
    }

    [Test]
    public void The_page_encodes_all_that_the_document_says_and_runs_nothing()
    {
        const string Script = """
            // <script>alert(1)</script> and [a link](javascript:alert(2)) and <javascript:alert(3)>
            // and [another][far] and ![a picture](data:text/html,x)
            //
            // [far]: javascript:alert(5)
            Runbook("A <b>title</b>");
            Step("One").Manual("<img src=x onerror=alert(4)> & more, see https://example.org/ or <https://example.org/>");
            """;
        using var folder = new Folder();
        var html = RunbookDocument.Html(Worlds.Plan(folder, Script), Script);
        Assert.That(html, Does.Contain("<title>A &lt;b&gt;title&lt;/b&gt;</title>"));
        Assert.That(html, Does.Contain("&lt;img src=x onerror=alert(4)&gt; &amp; more"));
        Assert.That(html, Does.Contain("<a href=\"https://example.org/\">https://example.org/</a>"));
        Assert.That(html, Does.Not.Contain("<script"));
        Assert.That(html, Does.Not.Contain("<img src=x"));
        Assert.That(html, Does.Contain("<a href=\"#\">a link</a>").And.Contain("<a href=\"#\">another</a>"));
        Assert.That(html, Does.Contain("<img src=\"#\" alt=\"a picture\" />"));
        Assert.That(html, Does.Not.Match("(href|src)=\"(javascript|data):"));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
