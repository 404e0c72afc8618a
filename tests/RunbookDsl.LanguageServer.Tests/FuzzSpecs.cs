using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer.Tests;

/// <summary>
/// Random edits by the protocol's ranges, on a text kept beside by other means; what the server says of it is
/// compared with what a fresh one says. RUNBOOK_FUZZ is the number of edits, RUNBOOK_FUZZ_SEED the seed.
/// </summary>
internal sealed class FuzzSpecs
{
    private const int Usual = 300;
    private const int Every = 50;

    private static readonly string[] Pieces =
    [
        "a",
        "x1",
        ".",
        ";",
        "(",
        ")",
        "{",
        "}",
        "\"",
        "\n",
        "\r\n",
        "\r",
        " ",
        "//",
        "/*",
        "*/",
        "#load \"",
        "#if X\n",
        "#endif\n",
        "Step(\"s\")",
        ".Run(",
        "Pg.Dump(",
        "var v = 1;\n",
        "\u2028",
        "\U0001F600",
        "é",
        "\"\"\"",
        "$\"{",
        "=> ",
        "async ",
        "Secret(\"S\")",
        "#r \"nuget: A, 1\"\n",
        "record R(int X);\n",
        "\t",
        "@",
        "\0",
    ];

    private static readonly string Start = """
        #load "part.csx"
        Runbook("Fuzz").Purpose("y").Owner("z").Window("2026-12-05 06:00Z", 2.Hours);
        var db = Pg.Database(Secret("DATABASE_URL"));
        var dump = Step("Dump").At(T - 2.Hours).Run(Pg.Dump(db, "backups")).Verify(d => d.Bytes > part);
        Step("Prove").Needs("dump").Run(Pg.VerifyDump(dump));
        GoNoGo("Go on?");

        """;

    [Test, CancelAfter(3_600_000)]
    public async Task Random_edits_leave_the_same_as_opening_their_result()
    {
        var edits = Number("RUNBOOK_FUZZ", Usual);
        var random = new Random(Number("RUNBOOK_FUZZ_SEED", 20_261_122));
        using var folder = new ScriptFolder();
        folder.Write("part.csx", "var part = 3;\n");
        await using var editor = await Editor.StartAsync(folder);
        var path = folder["edited.csx"];
        var text = Start;
        editor.Open(path, text);
        for (var edit = 1; edit <= edits; edit++)
        {
            text = Edit(editor, path, text, edit + 1, random);
            if (edit % 7 == 0)
                await AskAnythingAsync(editor, path, text, random);
            if (edit % Every == 0)
                await CompareAsync(editor, folder, path, text, edit);
            // A text that has become all rubble tells little.
            if (text.Length > 4_000 || edit % 400 == 0)
            {
                text = Start;
                editor.Change(path, edit + 1, text);
            }
        }
    }

    private static string Edit(Editor editor, string path, string text, int version, Random random)
    {
        var start = random.Next(text.Length + 1);
        var end = Math.Min(text.Length, start + (random.Next(4) == 0 ? random.Next(30) : 0));
        (start, end) = (Whole(text, start), Whole(text, end));
        var piece = Pieces[random.Next(Pieces.Length)];
        editor.Tell(
            "textDocument/didChange",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(path), ["version"] = version },
                ["contentChanges"] = new JsonArray(
                    new JsonObject
                    {
                        ["range"] = new JsonObject
                        {
                            ["start"] = Place(text, start),
                            ["end"] = Place(text, end),
                        },
                        ["text"] = piece,
                    }
                ),
            }
        );
        return text[..start] + piece + text[end..];
    }

    // JSON has no half characters, and no editor has a cursor between CR and LF.
    private static int Whole(string text, int offset) =>
        offset > 0
        && offset < text.Length
        && (char.IsLowSurrogate(text[offset]) || (text[offset] == '\n' && text[offset - 1] == '\r'))
            ? offset - 1
            : offset;

    // Counted here by cutting the text, not as the server does.
    private static JsonObject Place(string text, int offset)
    {
        var before = text[..offset]
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n')
            .Split('\n');
        return new() { ["line"] = before.Length - 1, ["character"] = before[^1].Length };
    }

    private static async Task AskAnythingAsync(Editor editor, string path, string text, Random random)
    {
        string[] methods =
        [
            "textDocument/completion",
            "textDocument/hover",
            "textDocument/signatureHelp",
            "textDocument/definition",
            "textDocument/references",
            "textDocument/prepareRename",
            "textDocument/documentHighlight",
        ];
        var place = Place(text, Whole(text, random.Next(text.Length + 1)));
        var method = methods[random.Next(methods.Length)];
        var answer = await editor.AnswerAsync(
            method,
            Editor.At(path, ((int)place["line"]!, (int)place["character"]!))
        );
        Assert.That(answer["error"], Is.Null, method);
    }

    private static async Task CompareAsync(
        Editor editor,
        ScriptFolder folder,
        string path,
        string text,
        int edit
    )
    {
        await using var fresh = await Editor.StartAsync(folder);
        fresh.Open(path, text);
        foreach (
            var method in new[]
            {
                "textDocument/semanticTokens/full",
                "textDocument/documentSymbol",
                "textDocument/codeLens",
            }
        )
        {
            var asked = new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Editor.Uri(path) } };
            var there = await fresh.AnswerAsync(method, asked.DeepClone());
            var here = await editor.AnswerAsync(method, asked);
            Assert.That(here["error"], Is.Null, method);
            Assert.That(
                here["result"]?.ToJsonString(),
                Is.EqualTo(there["result"]?.ToJsonString()),
                $"{method} after {edit} edits"
            );
        }
        Assert.That(
            (await editor.AllAsync(path, edit + 1)).Select(d => d.ToJsonString()),
            Is.EqualTo((await fresh.AllAsync(path, 1)).Select(d => d.ToJsonString())),
            $"diagnostics after {edit} edits"
        );
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariables()[name] as string,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : otherwise;
}
