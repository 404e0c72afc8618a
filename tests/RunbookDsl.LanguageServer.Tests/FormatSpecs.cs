using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer.Tests;

internal sealed class FormatSpecs
{
    private static IEnumerable<string> Runbooks()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "runbooks")))
            folder = folder.Parent;
        var root = Path.Combine(folder.FullName, "runbooks");
        return Directory
            .GetFiles(root, "*.csx", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f))
            .Order(StringComparer.Ordinal);
    }

    [TestCaseSource(nameof(Runbooks)), CancelAfter(120_000)]
    public async Task What_is_laid_out_well_stays_and_what_lost_its_layout_gets_it_back(string runbook)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "runbooks")))
            folder = folder.Parent;
        var text = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "runbooks", runbook));
        Assert.That(await FormattedAsync(text), Is.EqualTo(text));
    }

    [Test, CancelAfter(120_000)]
    public async Task Lines_without_their_indentation_get_it_back()
    {
        const string Lost =
            "Step(\"a\")\n.Run(\n      Local.Exec(\n\"touch\",   \n\"x\"\n)\n)\n.NoUndo(\"b\");   \n\n  \nvar x = 1;";
        const string Found =
            "Step(\"a\")\n    .Run(\n        Local.Exec(\n            \"touch\",\n            \"x\"\n        )\n    )\n    .NoUndo(\"b\");\n\n\nvar x = 1;\n";
        Assert.That(await FormattedAsync(Lost), Is.EqualTo(Found));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_text_of_several_lines_and_a_script_that_does_not_parse_stay_as_they_are()
    {
        const string Raw = "var sql = \"\"\"\n      select 1;\n        select 2;\n      \"\"\";\n";
        Assert.That(await FormattedAsync(Raw), Is.EqualTo(Raw));
        const string Broken = "Step(\"a\"\n   .Run(;\n";
        Assert.That(await FormattedAsync(Broken), Is.EqualTo(Broken));
    }

    private static async Task<string> FormattedAsync(string text)
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["r.csx"], text);
        var edits = await editor.AskAsync(
            "textDocument/formatting",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(folder["r.csx"]) },
                ["options"] = new JsonObject { ["tabSize"] = 4, ["insertSpaces"] = true },
            }
        );
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n')
                starts.Add(i + 1);
        int Offset(JsonNode at) => starts[(int)at["line"]!] + (int)at["character"]!;
        foreach (var edit in edits!.AsArray().OrderByDescending(e => Offset(e!["range"]!["start"]!)))
            text =
                text[..Offset(edit!["range"]!["start"]!)]
                + edit["newText"]
                + text[Offset(edit["range"]!["end"]!)..];
        return text;
    }
}
