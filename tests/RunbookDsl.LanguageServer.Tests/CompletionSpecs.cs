using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer.Tests;

internal sealed class CompletionSpecs
{
    private const string Head = "Runbook(\"x\").Purpose(\"y\").Owner(\"z\");\n";

    [Test, CancelAfter(120_000)]
    public async Task Behind_a_package_stand_its_operations_with_their_effect_class()
    {
        var items = await CompleteAsync(Head + "Step(\"a\").Run(Pg.§);");
        Assert.That(items, Does.Contain("Dump · additive").And.Contain("Restore · non-idempotent"));
        Assert.That(items, Does.Contain("VerifyDump · read-only"));
    }

    [Test, CancelAfter(120_000)]
    public async Task Behind_a_step_stand_its_verbs_before_what_every_object_has()
    {
        var items = await CompleteAsync(Head + "Step(\"a\").§");
        Assert.That(items, Does.Contain("Run").And.Contain("Manual").And.Contain("Needs"));
        Assert.That(Array.IndexOf(items, "Run"), Is.LessThan(Array.IndexOf(items, "GetHashCode")));
    }

    [Test, CancelAfter(120_000)]
    public async Task Behind_a_number_stand_durations()
    {
        var items = await CompleteAsync(Head + "Step(\"a\").At(T - 24.Ho§)");
        Assert.That(items, Does.Contain("Hours"));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_statement_begins_with_a_verb_a_variable_or_a_sentence()
    {
        var items = await CompleteAsync(Head + "var steps = 3;\nste§");
        Assert.That(
            items.Take(5),
            Does.Contain("steps").And.Contain("Step").And.Contain("step · a step with an operation")
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task An_argument_can_be_named()
    {
        var items = await CompleteAsync(Head + "GoNoGo(\"Go?\", §);");
        Assert.That(items, Does.Contain("approvers: · int approvers = 0"));
        Assert.That(items.Any(i => i.StartsWith("line:", StringComparison.Ordinal)), Is.False);
    }

    [Test, CancelAfter(120_000)]
    public async Task A_needed_step_is_named_by_its_id()
    {
        var items = await CompleteAsync(
            Head
                + "Step(\"Lower the TTL\").Manual(\"a\");\nStep(\"b\").Id(\"bee\").Manual(\"b\");\n"
                + "Step(\"c\").Needs(\"§\").Manual(\"c\");"
        );
        Assert.That(items, Is.EqualTo(new[] { "bee · b", "c · c", "lower-the-ttl · Lower the TTL" }));
    }

    [Test, CancelAfter(120_000)]
    public async Task Secrets_and_hosts_are_those_of_the_world_beside_it()
    {
        using var folder = new ScriptFolder();
        folder.Write(
            "r.world.csx",
            "Postgres(\"main\").Database(\"shop\").As(Secret(\"DATABASE_URL\"));\nHost(\"web-1\");"
        );
        await using var editor = await Editor.StartAsync(folder);
        Assert.That(
            await CompleteAsync(editor, folder["r.csx"], Head + "var s = Secret(\"§\");"),
            Is.EqualTo(new[] { "DATABASE_URL · r.world.csx" })
        );
        Assert.That(
            await CompleteAsync(editor, folder["r.csx"], Head + "var s = Ssh.Host(\"w§"),
            Is.EqualTo(new[] { "web-1 · r.world.csx" })
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Loads_name_files_beside_the_script()
    {
        using var folder = new ScriptFolder();
        folder.Write("shared/common.csx", "var a = 1;");
        folder.Write("other.csx", "var b = 1;");
        await using var editor = await Editor.StartAsync(folder);
        Assert.That(
            await CompleteAsync(editor, folder["r.csx"], "#load \"§\"\n"),
            Is.EqualTo(new[] { "other.csx", "shared/", "../" })
        );
        Assert.That(
            await CompleteAsync(editor, folder["r.csx"], "#load \"shared/§\"\n"),
            Is.EqualTo(new[] { "common.csx", "../" })
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task What_a_loaded_file_in_the_editor_declares_is_there_unsaved()
    {
        using var folder = new ScriptFolder();
        folder.Write("common.csx", "var onDisk = 1;");
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["common.csx"], "var inEditor = 1;");
        var items = await CompleteAsync(editor, folder["r.csx"], "#load \"common.csx\"\nvar x = inE§");
        Assert.That(items, Does.Contain("inEditor"));
    }

    [Test, CancelAfter(120_000)]
    public async Task Nothing_is_proposed_in_a_comment_or_a_plain_text()
    {
        Assert.That(await CompleteAsync("// Pg.§"), Is.Empty);
        Assert.That(await CompleteAsync("var x = 1; /* Pg.§ */"), Is.Empty);
        Assert.That(await CompleteAsync("var x = \"Pg.§\";"), Is.Empty);
    }

    [Test, CancelAfter(120_000)]
    public async Task An_item_tells_what_its_operation_does_verifies_and_undoes()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        var at = editor.Open(folder["r.csx"], Head + "Step(\"a\").Run(Pg.Dum§);");
        var list = await editor.AskAsync("textDocument/completion", folder["r.csx"], at);
        var item = list!["items"]!.AsArray().First(i => (string?)i!["label"] == "Dump")!;
        var resolved = await editor.AskAsync("completionItem/resolve", item.DeepClone());
        var said = (string)resolved!["documentation"]!["value"]!;
        Assert.That(
            said,
            Does.Contain("**additive**").And.Contain("- does:").And.Contain("PgDatabase database")
        );
    }

    private static async Task<string[]> CompleteAsync(string marked)
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        return await CompleteAsync(editor, folder["r.csx"], marked);
    }

    private static async Task<string[]> CompleteAsync(Editor editor, string path, string marked)
    {
        var at = editor.Open(path, marked);
        var list = await editor.AskAsync("textDocument/completion", path, at);
        return [.. list!["items"]!.AsArray().Select(i => Shown(i!))];
    }

    private static string Shown(JsonNode item) =>
        item["detail"] is { } detail ? $"{item["label"]} · {detail}" : (string)item["label"]!;
}
