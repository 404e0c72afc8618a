using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer.Tests;

internal sealed class LintSpecs
{
    private const string Text = """
        Runbook("x").Purpose("y").Owner("z");
        Step("Worker off").Run(Local.Exec("heroku", "ps:scale", "-a", "shop", "worker=0"));
        Step("Worker on").Run(Local.Exec("heroku", "ps:scale", "-a", "shop", "worker=1"));

        """;

    [Test, CancelAfter(120_000)]
    public async Task What_an_expert_would_say_is_told_while_it_is_typed_and_can_be_accepted()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        var path = folder["r.csx"];
        editor.Open(path, Text);
        var told = (await editor.LintAsync(path, 1)).Single(d => (string?)d["code"] == "RB0391");
        Assert.That((int?)told["severity"], Is.EqualTo(2));
        Assert.That((int?)told["range"]!["start"]!["line"], Is.EqualTo(2));
        var offers = await editor.AskAsync(
            "textDocument/codeAction",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(path) },
                ["range"] = told["range"]!.DeepClone(),
                ["context"] = new JsonObject { ["diagnostics"] = new JsonArray() },
            }
        );
        var accept = offers!
            .AsArray()
            .Single(o =>
                (string?)o!["kind"] == "quickfix"
                && o["edit"]!.ToJsonString().Contains("lint: RB0391", StringComparison.Ordinal)
            )!;
        var edit = accept["edit"]!["changes"]!.AsObject().Single().Value!.AsArray().Single()!;
        var line = (int)edit["range"]!["start"]!["line"]!;
        var lines = Text.Split('\n');
        lines[line] = lines[line]
            .Insert((int)edit["range"]!["start"]!["character"]!, (string)edit["newText"]!);
        // The reason is the author's to write.
        var accepted = string.Join('\n', lines)
            .Replace("because", "because there is only ever one", StringComparison.Ordinal);
        editor.Change(path, 2, accepted);
        Assert.That(
            (await editor.LintAsync(path, 2)).Select(d => (string?)d["code"]),
            Has.None.EqualTo("RB0391"),
            accepted
        );
    }
}
