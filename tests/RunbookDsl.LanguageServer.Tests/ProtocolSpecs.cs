using System.Text;
using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer.Tests;

internal sealed class ProtocolSpecs
{
    [Test, CancelAfter(120_000)]
    public async Task Anything_but_initialize_comes_too_early()
    {
        using var folder = new ScriptFolder();
        await using var editor = Editor.Bare(folder);
        var answer = await editor.AnswerAsync("textDocument/hover", new JsonObject());
        Assert.That(
            answer["error"]!.ToJsonString(),
            Is.EqualTo("""{"code":-32002,"message":"initialize comes first"}""")
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Shutdown_and_exit_end_with_0_and_a_hang_up_with_1()
    {
        using var folder = new ScriptFolder();
        await using (var editor = await Editor.StartAsync(folder))
        {
            await editor.AskAsync("shutdown", "{}");
            var late = await editor.AnswerAsync("textDocument/hover", new JsonObject());
            Assert.That((int?)late["error"]!["code"], Is.EqualTo(-32600));
            editor.Tell("exit", "{}");
            Assert.That(await editor.Server, Is.Zero);
        }
        await using var gone = await Editor.StartAsync(folder);
        gone.HangUp();
        Assert.That(await gone.Server, Is.EqualTo(1));
    }

    [TestCase("nonsense\r\n\r\n")]
    [TestCase("Content-Length: -5\r\n\r\n")]
    [TestCase("Content-Length: 99999999999999999999\r\n\r\n")]
    [TestCase("Content-Type: x\r\nContent-Length: 2\r\n\r\n{}")]
    [TestCase("Content-Length: 5\r\n\r\n{\"a\":")]
    [TestCase("Content-Length: 2\r\n\r\n[]")]
    [TestCase("Content-Length: 0\r\n\r\n")]
    [TestCase("Content-Length: 38\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":7,\"id\":null}")]
    [CancelAfter(120_000)]
    public async Task A_broken_message_is_skipped_and_the_next_one_is_answered(string broken)
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Raw(Encoding.ASCII.GetBytes(broken));
        var answer = await editor.AnswerAsync("no/such", new JsonObject());
        Assert.That(
            answer["error"]!.ToJsonString(),
            Is.EqualTo("""{"code":-32601,"message":"there is no no/such"}""")
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task A_message_of_a_thousand_levels_is_refused()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        var deep = new string('[', 1000) + new string(']', 1000);
        editor.Raw(Encoding.ASCII.GetBytes($"Content-Length: {deep.Length}\r\n\r\n{deep}"));
        await editor.AnswerAsync("no/such", new JsonObject());
        Assert.That(editor.Notes.Any(n => (int?)n["error"]?["code"] == -32700), Is.True);
    }

    [Test, CancelAfter(120_000)]
    public async Task A_message_larger_than_any_is_skipped_whole()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Raw(Encoding.ASCII.GetBytes($"Content-Length: {FrameReader.MostBodyBytes + 1}\r\n\r\n"));
        editor.Raw(new byte[FrameReader.MostBodyBytes + 1]);
        var answer = await editor.AnswerAsync("no/such", new JsonObject());
        Assert.That((int?)answer["error"]!["code"], Is.EqualTo(-32601));
    }

    [TestCase(0, 9_999)]
    [TestCase(9_999, 0)]
    [TestCase(-1, 3)]
    [TestCase(int.MaxValue, int.MaxValue)]
    [CancelAfter(120_000)]
    public async Task A_place_that_is_not_there_is_answered_all_the_same(int line, int character)
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        editor.Open(folder["r.csx"], "var a = 1;\n");
        foreach (
            var method in new[]
            {
                "textDocument/completion",
                "textDocument/hover",
                "textDocument/signatureHelp",
            }
        )
        {
            var answer = await editor.AnswerAsync(method, Editor.At(folder["r.csx"], (line, character)));
            Assert.That(answer["error"], Is.Null, method);
        }
    }

    [Test, CancelAfter(120_000)]
    public async Task A_document_that_is_not_open_has_no_answer()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        Assert.That(await editor.AskAsync("textDocument/hover", folder["r.csx"], (0, 0)), Is.Null);
        Assert.That(
            await editor.AskAsync(
                "textDocument/hover",
                """{"textDocument":{"uri":"http://x/y"},"position":{"line":0,"character":0}}"""
            ),
            Is.Null
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task Positions_count_as_the_editor_counts()
    {
        using var folder = new ScriptFolder();
        await using var editor = await Editor.StartAsync(folder);
        // A line separator ends a line for the compiler, not for the protocol; an emoji is two units.
        editor.Open(folder["r.csx"], "// a\u2028var b = 1;\r// c\r\nvar s = \"\U0001F600\" + nothing;\n");
        Assert.That(
            await editor.DiagnosticsAsync(folder["r.csx"], 1),
            Is.EqualTo(new[] { "2,15-2,22 CS0103 The name 'nothing' does not exist in the current context" })
        );
    }
}
