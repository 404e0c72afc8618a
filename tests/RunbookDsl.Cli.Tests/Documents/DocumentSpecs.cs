using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary><c>docs</c>, <c>import</c> and documents from the command line.</summary>
[CancelAfter(120_000)]
internal sealed class DocumentSpecs
{
    private const string Shop = """
        // Every first Monday.
        Runbook("Look").Purpose("tests").Owner("platform");
        // ## Alone
        Step("Look").Run(Local.Exec("true").Effects(EffectClass.ReadOnly));
        """;

    private const string Document = """
        # Look

        - Purpose: tests
        - Owner: platform

        Every first Monday.

        ## Alone

        - [ ] **Look** (read-only): run true on this machine

          ```
          true
          ```

          - target: this machine
          - warning: an exit code says what the program thinks, not what it did: verify from outside

        """;

    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task An_operation_is_shown_without_regard_to_case()
    {
        var ended = await _desk.RunAsync("docs", "hostunit.RESTART");
        Assert.That(
            ended.ToString(),
            Is.EqualTo(
                Said(
                    0,
                    """
                    HostUnit.Restart

                        RestartOperation HostUnit.Restart()

                      Restarts it, or starts it when it does not run. After an interruption its
                      invocation id tells whether it was restarted; it is never restarted twice for
                      one step.

                      non-idempotent: A second run does harm. Never run again without a probe that
                      says "not done".
                      - does: restart {Unit}
                      - probe: looks whether its effect is there
                      - verifies: it was started anew, and still runs {Stable} later without another
                        restart
                      - undoes: stop {Unit} if it did not run before; else nothing

                    Settings and facts of RestartOperation:

                      RestartOperation.Stable         How long it must run on, without a restart of…
                      RestartOperation.StableFor      A copy that asks for a run of this time.
                      RestartOperation.Unit           The unit.

                    """
                )
            )
        );
    }

    [TestCase("Pg.Dmup", "there is no 'Pg.Dmup'; near to it: Pg.Dump.")]
    [TestCase("qqqqqqqqq", "there is no 'qqqqqqqqq': `runbook docs` lists all.")]
    public async Task A_name_that_is_not_there_is_told_with_what_is_near(string name, string message) =>
        Assert.That(
            (await _desk.RunAsync("docs", name)).ToString(),
            Is.EqualTo(Said(2, "", $"runbook docs: {message}\nusage: runbook docs [NAME] [options]\n"))
        );

    [Test]
    public async Task The_whole_reference_has_a_JSON_form()
    {
        var ended = await _desk.RunAsync("docs", "--json");
        using var json = JsonDocument.Parse(ended.Output);
        Assert.That(json.RootElement.GetArrayLength(), Is.GreaterThan(200));
        Assert.That(json.RootElement[0].GetProperty("class").GetString(), Is.EqualTo("Verbs"));
    }

    [Test]
    public async Task The_site_goes_into_an_empty_folder_only()
    {
        var written = await _desk.RunAsync("docs", "--site", "site");
        Assert.That(written.Output, Does.Match(@"\Awritten: site/index\.html and \d+ files it leads to\n\z"));
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "site", "rules", "RB0308.html")));
        Assert.That((await _desk.RunAsync("docs", "--site", "site")).ExitCode, Is.Zero);
        File.Delete(Path.Combine(_desk.Folder, "site", ".runbook-docs"));
        Assert.That(
            (await _desk.RunAsync("docs", "--site", "site")).ToString(),
            Is.EqualTo(
                Said(
                    2,
                    "",
                    $"runbook: {_desk.Folder}/site is not empty and was not written by `runbook docs --site`: "
                        + "name another folder.\n"
                )
            )
        );
    }

    [Test]
    public async Task A_checklist_is_imported_once()
    {
        _desk.Put("list.md", "# List\n\n- [ ] Look\n");
        Assert.That(
            (await _desk.RunAsync("import", "list.md")).ToString(),
            Is.EqualTo(
                Said(
                    0,
                    "list.csx is there: 1 step, each done by hand.\n"
                        + "Next:    runbook check list.csx\nNext:    runbook plan list.csx\n"
                )
            )
        );
        Assert.That(
            (await _desk.RunAsync("import", "list.md")).ToString(),
            Is.EqualTo(Said(2, "", "runbook: list.csx is there already: name another file with --output.\n"))
        );
        Assert.That(
            (await _desk.RunAsync("import", "list.md", "--output", "other.csx", "--json")).Output,
            Is.EqualTo(
                $$"""
                {
                  "file": "{{_desk.Folder}}/other.csx",
                  "title": "List",
                  "steps": 1
                }

                """
            )
        );
    }

    [TestCase("gone.md", null, "runbook: gone.md cannot be read: Could not find file '{0}/gone.md'.\n")]
    [TestCase(
        "list.md",
        "list.txt",
        "runbook import: list.txt is no name of a runbook: it ends in .csx.\n"
            + "usage: runbook import CHECKLIST [options]\n"
    )]
    public async Task What_cannot_be_imported_is_told(string file, string? output, string message)
    {
        _desk.Put("list.md", "- [ ] Look\n");
        var ended = output is null
            ? await _desk.RunAsync("import", file)
            : await _desk.RunAsync("import", file, "--output", output);
        Assert.That(
            ended.ToString(),
            Is.EqualTo(Said(2, "", message.Replace("{0}", _desk.Folder, StringComparison.Ordinal)))
        );
        Assert.That(Directory.GetFiles(_desk.Folder, "*.csx"), Is.Empty);
    }

    /// <summary>The run is told as its script was, whatever the script says today.</summary>
    [Test]
    public async Task A_runbook_and_a_run_of_it_are_told_as_the_same_document()
    {
        _desk.Put("look.csx", Shop);
        var told = await _desk.RunAsync("export", "look.csx", "--format", "md");
        Assert.That(told.ToString(), Is.EqualTo(Said(0, Document)));
        Assert.That((await _desk.RunAsync("exec", "look.csx")).ExitCode, Is.Zero);
        _desk.Put("look.csx", Shop.Replace("Monday", "Friday", StringComparison.Ordinal));
        Assert.That(
            (await _desk.RunAsync("export", "latest", "--format", "md")).ToString(),
            Is.EqualTo(told.ToString())
        );
        var page = await _desk.RunAsync("export", "latest", "--format", "html");
        Assert.That(page.Output, Does.StartWith("<!DOCTYPE html>\n"));
        Assert.That(page.Output, Does.Contain("<p>Every first Monday.</p>\n<h2>Alone</h2>\n"));
    }

    [TestCase("pdf", "there is no format 'pdf': md and html are there.")]
    [TestCase("md --to x", "--to copies a run; it has no --format.")]
    [TestCase("md --json", "a document has no --json form.")]
    public async Task A_wrong_form_is_told(string words, string message) =>
        Assert.That(
            (await _desk.RunAsync(["export", "look.csx", "--format", .. words.Split(' ')])).ToString(),
            Is.EqualTo(
                Said(2, "", $"runbook export: {message}\nusage: runbook export [FILE|RUN] [options]\n")
            )
        );

    private static string Said(int code, string output, string errors = "") =>
        new Ended(code, output, errors).ToString();
}
