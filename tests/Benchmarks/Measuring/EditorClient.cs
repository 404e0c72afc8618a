using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Benchmarks.Measuring;

/// <summary>An editor with one document, over the streams of <c>runbook lsp</c>.</summary>
internal sealed class EditorClient : IDisposable
{
    private readonly Process _server;
    private readonly string _uri;
    private int _line;
    private int _character;
    private int _version = 1;
    private int _id;
    private int _diagnosed;

    public EditorClient(Places places, string file)
    {
        _uri = "file://" + file;
        var start = new ProcessStartInfo(Places.Dotnet, [places.Program, "lsp"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["RUNBOOK_CACHE"] = Path.Combine(places.Scratch, "editor-cache");
        _server = Process.Start(start)!;
        Ask("initialize", new JsonObject { ["capabilities"] = new JsonObject() });
        var text = File.ReadAllText(file);
        _line = text.Count(c => c == '\n');
        Tell(
            "textDocument/didOpen",
            new JsonObject
            {
                ["textDocument"] = new JsonObject
                {
                    ["uri"] = _uri,
                    ["languageId"] = "csharp",
                    ["version"] = 1,
                    ["text"] = text,
                },
            }
        );
    }

    public void Key(char key)
    {
        Edit((_line, _character), (_line, _character), key.ToString());
        _character++;
    }

    public void NewLine()
    {
        Edit((_line, _character), (_line, _character), "\n");
        (_line, _character) = (_line + 1, 0);
    }

    public void DeleteLine()
    {
        Edit((_line, 0), (_line, _character), "");
        _character = 0;
    }

    public void Complete() => Ask("textDocument/completion", At(_line, _character));

    /// <summary>Over an operation in the middle of the runbook.</summary>
    public void Hover() => Ask("textDocument/hover", At(209, 13));

    public void AwaitDiagnostics()
    {
        while (_diagnosed < _version)
            Take(Read());
    }

    public double Resident()
    {
        var line = File.ReadLines($"/proc/{_server.Id}/status")
            .First(l => l.StartsWith("VmRSS", StringComparison.Ordinal));
        return double.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture
            ) / 1024;
    }

    public void Dispose()
    {
        Ask("shutdown", new JsonObject());
        Tell("exit", new JsonObject());
        _server.WaitForExit();
        _server.Dispose();
    }

    private JsonObject At(int line, int character) =>
        new()
        {
            ["textDocument"] = new JsonObject { ["uri"] = _uri },
            ["position"] = Position((line, character)),
        };

    private static JsonObject Position((int Line, int Character) at) =>
        new() { ["line"] = at.Line, ["character"] = at.Character };

    private void Edit((int, int) start, (int, int) end, string text) =>
        Tell(
            "textDocument/didChange",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = _uri, ["version"] = ++_version },
                ["contentChanges"] = new JsonArray(
                    new JsonObject
                    {
                        ["range"] = new JsonObject { ["start"] = Position(start), ["end"] = Position(end) },
                        ["text"] = text,
                    }
                ),
            }
        );

    private void Ask(string method, JsonObject parameters)
    {
        Send(
            new JsonObject
            {
                ["id"] = ++_id,
                ["method"] = method,
                ["params"] = parameters,
            }
        );
        while (true)
        {
            var message = Read();
            if ((int?)message["id"] != _id)
                Take(message);
            else if (message["error"] is { } error)
                throw new InvalidOperationException($"{method}: {error.ToJsonString()}");
            else
                return;
        }
    }

    private void Tell(string method, JsonObject parameters) =>
        Send(new JsonObject { ["method"] = method, ["params"] = parameters });

    private void Send(JsonObject message)
    {
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        var stream = _server.StandardInput.BaseStream;
        stream.Write(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"));
        stream.Write(body);
        stream.Flush();
    }

    private void Take(JsonNode message)
    {
        if ((string?)message["method"] == "textDocument/publishDiagnostics")
            _diagnosed = (int)message["params"]!["version"]!;
    }

    private JsonNode Read()
    {
        var stream = _server.StandardOutput.BaseStream;
        var header = new StringBuilder();
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            header.Append((char)Byte(stream));
        var length = int.Parse(header.ToString().Split(':', '\r')[1].Trim(), CultureInfo.InvariantCulture);
        var body = new byte[length];
        stream.ReadExactly(body);
        return JsonNode.Parse(body)!;
    }

    private static int Byte(Stream stream) =>
        stream.ReadByte() is >= 0 and var read ? read : throw new EndOfStreamException("the server is gone");
}
