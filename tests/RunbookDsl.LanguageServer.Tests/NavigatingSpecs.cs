using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer.Tests;

internal sealed class NavigatingSpecs
{
    private const string Head = "Runbook(\"x\").Purpose(\"y\").Owner(\"z\");\n";

    [Test, CancelAfter(120_000)]
    public async Task Definitions_are_found_in_loaded_files_and_by_the_ids_of_steps()
    {
        using var folder = new ScriptFolder();
        folder.Write("part.csx", "// first\nvar shared = 1;\n");
        await using var editor = await Editor.StartAsync(folder);
        Assert.That(
            await DefinitionAsync(editor, folder, "#load \"part.csx\"\nvar x = sha§red;"),
            Is.EqualTo("part.csx 1,4-1,10")
        );
        Assert.That(
            await DefinitionAsync(editor, folder, "#load \"pa§rt.csx\"\n"),
            Is.EqualTo("part.csx 0,0-0,0")
        );
        Assert.That(
            await DefinitionAsync(
                editor,
                folder,
                "Step(\"A b\").Manual(\"x\");\nStep(\"c\").Needs(\"a§-b\").Manual(\"y\");"
            ),
            Is.EqualTo("r.csx 0,0-0,11")
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task A_verb_without_source_is_shown_in_a_document_made_of_its_comments()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        var at = editor.Open(folder["r.csx"], Head + "var d = Pg.Du§mp(db, \"x\");");
        var found = await editor.AskAsync("textDocument/definition", folder["r.csx"], at);
        var path = new Uri((string)found![0]!["uri"]!).LocalPath;
        Assert.That(path, Is.EqualTo(folder["documents/RunbookDsl.Postgres/RunbookDsl.Postgres.Pg.cs"]));
        var line = (int)found[0]!["range"]!["start"]!["line"]!;
        var text = await File.ReadAllLinesAsync(path);
        Assert.That(
            text[line],
            Is.EqualTo("    public static DumpOperation Dump(PgDatabase database, string directory);")
        );
        Assert.That(text[line - 1], Does.StartWith("    /// "));
        Assert.That(new FileInfo(path).IsReadOnly, Is.True);
    }

    [Test, CancelAfter(120_000)]
    public async Task References_reach_every_script_that_loads_the_declaration()
    {
        using var folder = new ScriptFolder();
        folder.Write("part.csx", "var shared = 1;\n");
        folder.Write("one.csx", "#load \"part.csx\"\nvar a = shared;\n");
        folder.Write("two.csx", "#load \"part.csx\"\nvar b = shared + shared;\n");
        await using var editor = await Editor.StartAsync(folder);
        var at = editor.Open(folder["one.csx"], "#load \"part.csx\"\nvar a = sh§ared;\n");
        var found = await editor.AskAsync("textDocument/references", folder["one.csx"], at);
        Assert.That(
            found!.AsArray().Select(Shown),
            Is.EqualTo(
                new[] { "one.csx 1,8-1,14", "part.csx 0,4-0,10", "two.csx 1,8-1,14", "two.csx 1,17-1,23" }
            )
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Rename_changes_all_files_and_refuses_what_would_not_compile()
    {
        using var folder = new ScriptFolder();
        folder.Write("part.csx", "var shared = 1;\nvar taken = 2;\n");
        folder.Write("two.csx", "#load \"part.csx\"\nvar b = shared;\n");
        await using var editor = await Editor.StartAsync(folder);
        var at = editor.Open(folder["one.csx"], "#load \"part.csx\"\nvar a = sh§ared;\n");
        var asked = Editor.At(folder["one.csx"], at);
        asked["newName"] = "common";
        var edit = await editor.AskAsync("textDocument/rename", asked.DeepClone());
        Assert.That(
            edit!["changes"]!
                .AsObject()
                .Select(f =>
                    $"{Path.GetFileName(f.Key)} {f.Value!.AsArray().Count} {f.Value[0]!["newText"]}"
                ),
            Is.EqualTo(new[] { "one.csx 1 common", "part.csx 1 common", "two.csx 1 common" })
        );
        asked["newName"] = "taken";
        var refused = await editor.AnswerAsync("textDocument/rename", asked.DeepClone());
        Assert.That((string?)refused["error"]!["message"], Does.StartWith("'taken' cannot be used here: "));
        asked["newName"] = "not a name";
        refused = await editor.AnswerAsync("textDocument/rename", asked);
        Assert.That((string?)refused["error"]!["message"], Is.EqualTo("'not a name' is no name in C#."));
    }

    [Test, CancelAfter(120_000)]
    public async Task The_outline_holds_blocks_with_their_steps()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(
            folder["r.csx"],
            Head
                + "Parallel(() =>\n{\n    Step(\"A\").Manual(\"a\");\n    Step(\"B\").Id(\"bee\").Manual(\"b\");\n});\nGoNoGo(\"Go?\");\n"
        );
        var found = await editor.AskAsync(
            "textDocument/documentSymbol",
            new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(folder["r.csx"]) } }
        );
        Assert.That(
            found!.AsArray().SelectMany(s => Outline(s!, "")),
            Is.EqualTo(new[] { "x ", "Parallel ", "  A a", "  B bee", "Go? go or no go" })
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Times_told_by_the_window_are_shown_on_the_clock()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(
            folder["r.csx"],
            "Runbook(\"x\").Window(\"2026-12-05 06:00Z\", 2.Hours);\nStep(\"a\").At(T - 48.Hours).Manual(\"a\");\nStep(\"b\").At(T).Manual(\"b\");\n"
        );
        var hints = await editor.AskAsync(
            "textDocument/inlayHint",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(folder["r.csx"]) },
                ["range"] = JsonNode.Parse(
                    """{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}"""
                ),
            }
        );
        Assert.That(
            hints!.AsArray().Select(h => $"{h!["position"]!["line"]} {h["label"]}"),
            Is.EqualTo(new[] { "1 = Thu 2026-12-03 06:00Z", "2 = Sat 2026-12-05 06:00Z" })
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Lenses_offer_plan_and_rehearsal_and_tell_the_last_one()
    {
        using var folder = new ScriptFolder();
        folder.Write("r.world.csx", "Host(\"web-1\");");
        folder.Write(
            "snapshots/clean.verified.txt",
            "runbook   r\n\n  -- 1 look: look\n    +00:00:00  step.intent\n    +00:01:05  step.verified\n"
        );
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["r.csx"], Head + "Step(\"Look\").Manual(\"a\");\n");
        var lenses = await editor.AskAsync(
            "textDocument/codeLens",
            new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(folder["r.csx"]) } }
        );
        Assert.That(
            lenses!.AsArray().Select(l => $"{l!["range"]!["start"]!["line"]} {l["command"]!["title"]}"),
            Is.EqualTo(
                new[]
                {
                    "0 plan",
                    "0 rehearse",
                    "0 rehearsed: 1 step, 1 min 5 s at work",
                    "1 1 min 5 s when last rehearsed",
                }
            )
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task A_step_is_offered_what_it_lacks_and_what_is_offered_compiles()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        const string Text = Head + "Step(\"a\")\n    .Run(Local.Exec(\"touch\", \"x\"));\n";
        editor.Open(folder["r.csx"], Text);
        var offers = await OffersAsync(editor, folder["r.csx"], 2, 8);
        Assert.That(
            offers.Select(o => (string?)o["title"]),
            Is.SupersetOf(
                new[] { "Add an undo", "Say why it has no undo", "Add a probe", "Add a verification" }
            )
        );
        var version = 1;
        foreach (var offer in offers.Where(o => (string?)o["kind"] == "refactor.rewrite"))
        {
            var edit = offer["edit"]!["changes"]!.AsObject().Single().Value![0]!;
            Assert.That(Editor.Range(edit["range"]!), Is.EqualTo("2,34-2,34"));
            editor.Change(
                folder["r.csx"],
                ++version,
                Text.Replace("\"x\"));", $"\"x\")){edit["newText"]};", StringComparison.Ordinal)
            );
            var wrong = await editor.DiagnosticsAsync(folder["r.csx"], version);
            Assert.That(
                wrong.Where(w => w.Contains(" CS", StringComparison.Ordinal)),
                Is.Empty,
                (string?)offer["title"]
            );
        }
    }

    [Test, CancelAfter(120_000)]
    public async Task A_manual_step_with_a_command_becomes_one_that_runs_it()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(
            folder["r.csx"],
            Head + "Step(\"a\").Manual(\"Type `systemctl restart nginx` there\");\n"
        );
        var offers = await OffersAsync(editor, folder["r.csx"], 1, 12);
        var offer = offers.Single(o =>
            (string?)o["title"] == "Let the runbook run `systemctl restart nginx`"
        );
        Assert.That(
            (string?)offer["edit"]!["changes"]!.AsObject().Single().Value![0]!["newText"],
            Is.EqualTo("Run(Local.Exec(\"systemctl\", \"restart\", \"nginx\"))")
        );
    }

    private static async Task<JsonNode[]> OffersAsync(Editor editor, string path, int line, int character)
    {
        var at = new JsonObject { ["line"] = line, ["character"] = character };
        var offers = await editor.AskAsync(
            "textDocument/codeAction",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(path) },
                ["range"] = new JsonObject { ["start"] = at, ["end"] = at.DeepClone() },
                ["context"] = new JsonObject { ["diagnostics"] = new JsonArray() },
            }
        );
        return [.. offers!.AsArray().Select(o => o!)];
    }

    private static async Task<string?> DefinitionAsync(Editor editor, ScriptFolder folder, string marked)
    {
        var at = editor.Open(folder["r.csx"], marked);
        var found = await editor.AskAsync("textDocument/definition", folder["r.csx"], at);
        return Shown(found is JsonArray many ? many[0] : found);
    }

    private static string Shown(JsonNode? location) =>
        $"{Path.GetFileName((string)location!["uri"]!)} {Editor.Range(location["range"]!)}";

    private static IEnumerable<string> Outline(JsonNode symbol, string indent) =>
        [
            $"{indent}{symbol["name"]} {symbol["detail"]}",
            .. symbol["children"]?.AsArray().SelectMany(c => Outline(c!, indent + "  ")) ?? [],
        ];
}
