using System.Text;

namespace RunbookDsl.Documents.Tests;

[CancelAfter(120_000)]
internal sealed class ImportTests
{
    [TestCase("maintenance", 18)]
    [TestCase("maintenance-mode", 42)]
    [TestCase("maintenance-tasks", 21)]
    [TestCase("database-maintenance", 24)]
    [TestCase("post-mortem", 8)]
    public void Each_of_the_five_documents_becomes_a_runbook_that_compiles(string name, int steps)
    {
        using var folder = new Folder();
        var imported = ImportedRunbook.Of(Worlds.Document(name), name + ".md");
        Assert.That(Worlds.Errors(folder, imported.Script), Is.Empty);
        Assert.That(Worlds.Plan(folder, imported.Script).Steps, Has.Count.EqualTo(steps));
        Assert.That(imported.Steps, Is.EqualTo(steps));
        Assert.That(ImportedRunbook.Of(Worlds.Document(name), name + ".md"), Is.EqualTo(imported));
    }

    [Test]
    public void A_checklist_becomes_steps_with_its_titles_notes_and_commands() =>
        Assert.That(
            ImportedRunbook
                .Of(
                    """
                    # Move the shop

                    **Purpose:** new hardware

                    ## Before

                    > Note: the shop is closed.

                    - [ ] Tell everybody
                    - [x] Make a backup with `pg_dump -Fc shop`
                      **WARNING:** not during the day
                      - [ ] Copy it away
                    1. Say "ready"

                    ## After

                    Start it again:

                    ```sh
                    systemctl start shop
                    curl -s shop | grep ok
                    ```
                    """,
                    "move.md"
                )
                .Script,
            Is.EqualTo(
                """"
                //: Imported from move.md: every item is a step that a person does. Make real ones of
                //: them where you can: .Run(…) instead of .Manual(…), then .Verify(…) and .Undo(…).

                Runbook("Move the shop").Purpose("new hardware");

                // **Purpose:** new hardware

                // ## Before

                // > Note: the shop is closed.

                Step("Tell everybody").Manual("Tell everybody");

                //: .Run(Local.Exec("pg_dump", "-Fc", "shop"))
                Step("Make a backup with pg_dump -Fc shop WARNING: not during the day")
                    .Manual(
                        """
                        Make a backup with `pg_dump -Fc shop`
                        **WARNING:** not during the day
                        """
                    );

                Step("Copy it away").Manual("Copy it away");

                Step("Say \"ready\"").Manual("Say \"ready\"");

                // ## After

                //: .Run(Local.Exec("systemctl", "start", "shop"))
                Step("After")
                    .Manual(
                        """
                        Start it again:

                        ```sh
                        systemctl start shop
                        curl -s shop | grep ok
                        ```
                        """
                    );

                """"
            )
        );

    [Test]
    public void Steps_of_one_name_get_numbers() =>
        Assert.That(
            ImportedRunbook.Of("- Wait\n- wait.\n- Wait 2\n", "a.md").Script,
            Does.EndWith(
                """
                Step("Wait").Manual("Wait");

                Step("wait 2").Manual("wait.");

                Step("Wait 2 2").Manual("Wait 2");

                """
            )
        );

    [TestCase("", "a.md has nothing to do in it: no item of a list, no box to tick, no command.")]
    [TestCase(
        "# Title\n\nprose\n",
        "a.md has nothing to do in it: no item of a list, no box to tick, no command."
    )]
    public void A_document_without_anything_to_do_is_refused(string text, string message) =>
        Assert.That(
            () => ImportedRunbook.Of(text, "a.md"),
            Throws.TypeOf<DocumentException>().With.Message.EqualTo(message)
        );

    [Test]
    public void Too_many_items_and_too_large_files_are_refused()
    {
        using var folder = new Folder();
        Assert.That(
            () => ImportedRunbook.Of(string.Concat(Enumerable.Repeat("- a\n", 2001)), "a.md"),
            Throws
                .TypeOf<DocumentException>()
                .With.Message.EqualTo("a.md has 2001 items; 2000 are the most: import a part of it.")
        );
        var large = folder.Put("large.md", new string('x', (1 << 20) + 1));
        Assert.That(
            () => ImportedRunbook.Read(large, "large.md"),
            Throws
                .TypeOf<DocumentException>()
                .With.Message.EqualTo("large.md is larger than 1 MiB: import a part of it.")
        );
        File.WriteAllBytes(folder["latin.md"], [(byte)'-', (byte)' ', 0xE4]);
        Assert.That(
            () => ImportedRunbook.Read(folder["latin.md"], "latin.md"),
            Throws
                .TypeOf<DocumentException>()
                .With.Message.EqualTo("latin.md is not text in UTF-8: convert it first.")
        );
    }

    [Test]
    public void Nesting_without_end_is_refused_or_read_and_never_a_crash()
    {
        string[] deep =
        [
            new string('>', 100_000) + "- a",
            string.Concat(Enumerable.Range(0, 400).Select(i => new string(' ', 2 * i) + "- a\n")),
            "- " + new string('[', 100_000),
            "- " + new string('*', 100_000) + "a",
        ];
        foreach (var text in deep)
            try
            {
                Assert.That(ImportedRunbook.Of(text, "a.md").Steps, Is.GreaterThan(0));
            }
            catch (DocumentException e)
            {
                Assert.That(e.Message, Is.Not.Empty);
            }
    }

    /// <summary>Whatever a document holds is text in the script: nothing of it becomes code.</summary>
    [Test]
    public void Pieces_of_documents_in_any_order_never_become_code()
    {
        string[] pieces =
        [
            "- ",
            "\n",
            "\n\n",
            "\"",
            "\"\"\"",
            "\\",
            "`",
            "```\n",
            "#",
            "# ",
            "//",
            "/*",
            "*/",
            "{",
            "}",
            "    ",
            "\t",
            "1. ",
            "> ",
            "<script>",
            "\u2028",
            "\r",
            "\u0000",
            "\uD800",
            "[x] ",
            "é",
            "---\n",
            "===\n",
            "+++\n",
            "a",
            "word ",
            "#r \"x\"\n",
            "System.IO.File.Delete(\"x\");",
            "[l]: http://x\n",
            "$(rm x)",
            "\u0085",
            "::\n",
        ];
        var random = new Random(20);
        var runbooks = 0;
        for (var round = 0; round < 2000; round++)
        {
            var text = new StringBuilder("- begin\n");
            for (var i = random.Next(40); i > 0; i--)
                text.Append(pieces[random.Next(pieces.Length)]);
            var imported = ImportedRunbook.Of(text.ToString(), "a.md");
            var tree = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(
                imported.Script,
                new(kind: Microsoft.CodeAnalysis.SourceCodeKind.Script)
            );
            Assert.That(tree.GetDiagnostics().Select(d => d.ToString()), Is.Empty, imported.Script);
            var statements = tree.GetRoot().ChildNodes().ToList();
            Assert.That(statements, Has.Count.EqualTo(imported.Steps + 1), imported.Script);
            Assert.That(
                statements.Skip(1).Select(s => s.ToString()),
                Has.All.StartsWith("Step(\""),
                imported.Script
            );
            runbooks++;
        }
        Assert.That(runbooks, Is.EqualTo(2000));
    }
}
