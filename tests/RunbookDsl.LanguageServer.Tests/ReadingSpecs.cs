using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer.Tests;

internal sealed class ReadingSpecs
{
    private const string Head = "Runbook(\"x\").Purpose(\"y\").Owner(\"z\");\n";

    [Test, CancelAfter(120_000)]
    public async Task Hover_over_an_operation_says_what_it_does_verifies_and_undoes()
    {
        var text = await HoverAsync(
            Head
                + "var zone = Cloudflare.Zone(\"a.example\", Secret(\"T\"));\nvar r = zone.Record(\"A\", \"app\").Set§Ttl(5.Minutes);"
        );
        Assert.That(text, Does.Contain("- verifies: every name server of the zone says so when asked"));
        Assert.That(text, Does.Contain("- undoes: set the records to what they were before"));
        Assert.That(
            text,
            Does.Contain("**convergent**: Sets a wanted state; the second run changes nothing.")
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Hover_over_an_operation_of_the_script_itself_reads_its_text()
    {
        var text = await HoverAsync(
            """
            record Lamp(bool On) : Operation<Unit>
            {
                public override string Kind => "Lamp";
                public override string Description => $"switch the lamp {On}";
                public override EffectClass Effect => EffectClass.Convergent;
                public override string? UndoDescription => "switch it back";
                public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
                    Task.FromResult(Unit.Value);
            }
            Step("Light").Run(new La§mp(true));
            """
        );
        Assert.That(text, Does.Contain("- does: switch the lamp {On}\n"));
        Assert.That(text, Does.Contain("- undoes: switch it back"));
        Assert.That(text, Does.Contain("- verifies: nothing by itself: give the step a `.Verify`"));
    }

    [Test, CancelAfter(120_000)]
    public async Task Hover_over_a_verb_shows_its_comment_without_what_the_compiler_fills_in()
    {
        var text = await HoverAsync(Head + "St§ep(\"Lower the TTL\").Manual(\"a\");");
        Assert.That(text, Does.StartWith("```csharp\nStepDraft Step(string name)\n```"));
        Assert.That(text, Does.Contain("A step; runs after the one before it."));
        Assert.That(text, Does.EndWith("step id `lower-the-ttl`"));
    }

    [Test, CancelAfter(120_000)]
    public async Task Hover_over_a_variable_tells_its_type()
    {
        Assert.That(
            await HoverAsync(Head + "var db = Pg.Database(Secret(\"A\"));\nvar c = d§b;"),
            Does.StartWith("```csharp\nPgDatabase db\n```")
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Signature_help_follows_the_commas()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        var at = editor.Open(folder["r.csx"], Head + "var d = Pg.Dump(db, §");
        var help = await editor.AskAsync("textDocument/signatureHelp", folder["r.csx"], at);
        Assert.That(
            (string?)help!["signatures"]![0]!["label"],
            Is.EqualTo("DumpOperation Pg.Dump(PgDatabase database, string directory)")
        );
        Assert.That((int?)help["activeParameter"], Is.EqualTo(1));
    }

    [Test, CancelAfter(120_000)]
    public async Task Mistakes_are_told_where_they_are_and_again_when_they_are_gone()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["r.csx"], Head + "Stepp(\"a\").Manual(\"b\");\n");
        Assert.That(
            await editor.DiagnosticsAsync(folder["r.csx"], 1),
            Is.EqualTo(
                new[]
                {
                    "1,0-1,5 CS0103 The name 'Stepp' does not exist in the current context (did you mean 'Step'?)",
                }
            )
        );
        editor.Change(folder["r.csx"], 2, Head + "Step(\"a\").Manual(\"b\");\n");
        Assert.That(await editor.DiagnosticsAsync(folder["r.csx"], 2), Is.Empty);
    }

    [Test, CancelAfter(120_000)]
    public async Task A_mistake_in_a_loaded_file_is_told_at_the_load()
    {
        using var folder = new ScriptFolder();
        folder.Write("common.csx", "\nvar a = nothing;");
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["r.csx"], "#load \"common.csx\"\n" + Head);
        Assert.That(
            await editor.DiagnosticsAsync(folder["r.csx"], 1),
            Is.EqualTo(
                new[]
                {
                    "0,6-0,18 CS0103 common.csx(2,9): The name 'nothing' does not exist in the current context",
                }
            )
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task A_load_of_nothing_is_told_once_and_no_more_when_the_file_is_opened()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["r.csx"], "#load \"part.csx\"\nvar a = 1;\n");
        Assert.That(
            await editor.DiagnosticsAsync(folder["r.csx"], 1),
            Is.EqualTo(new[] { $"0,6-0,16 RB0007 #load \"part.csx\": {folder["part.csx"]} does not exist" })
        );
        editor.Open(folder["part.csx"], "var part = 1;\n");
        editor.Change(folder["r.csx"], 2, "#load \"part.csx\"\nvar a = part;\n");
        Assert.That(await editor.DiagnosticsAsync(folder["r.csx"], 2), Is.Empty);
    }

    [Test, CancelAfter(120_000)]
    public async Task A_loaded_file_is_seen_in_the_light_of_what_loads_it()
    {
        using var folder = new ScriptFolder();
        folder.Write("r.csx", "#load \"base.csx\"\n#load \"part.csx\"\n");
        folder.Write("base.csx", "var shared = 1;");
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["part.csx"], "var more = shared + 1;");
        Assert.That(await editor.DiagnosticsAsync(folder["part.csx"], 1), Is.Empty);
    }

    [Test, CancelAfter(120_000)]
    public async Task Of_a_closed_document_nothing_is_wrong_any_more()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["r.csx"], "nothing();\n");
        Assert.That(await editor.DiagnosticsAsync(folder["r.csx"], 1), Has.Length.EqualTo(1));
        editor.Tell(
            "textDocument/didClose",
            new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(folder["r.csx"]) } }
        );
        editor.Open(folder["other.csx"], "nothing();\n");
        await editor.DiagnosticsAsync(folder["other.csx"], 1);
        Assert.That(editor.LastDiagnostics(folder["r.csx"])!["diagnostics"]!.AsArray(), Is.Empty);
    }

    [Test, CancelAfter(120_000)]
    public async Task A_world_file_has_the_words_of_worlds()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["r.world.csx"], "Postgres(\"main\").Database(\"shop\");\nHost(\"web-1\");\n");
        Assert.That(await editor.DiagnosticsAsync(folder["r.world.csx"], 1), Is.Empty);
    }

    private static async Task<string> HoverAsync(string marked)
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        var at = editor.Open(folder["r.csx"], marked);
        var hover = await editor.AskAsync("textDocument/hover", folder["r.csx"], at);
        return (string)hover!["contents"]!["value"]!;
    }
}
