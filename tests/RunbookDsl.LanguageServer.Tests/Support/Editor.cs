using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookDsl.Scripting;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.LanguageServer.Tests;

/// <summary>A client in this process: real streams, real frames, the server's own threads.</summary>
internal sealed class Editor : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly AnonymousPipeServerStream _toServer = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _fromServer = new(PipeDirection.In);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _open = new();
    private readonly ConcurrentDictionary<string, JsonNode> _diagnostics = new();
    private readonly SemaphoreSlim _published = new(0);
    private readonly Task _reading;
    private int _id;

    private Editor(ScriptFolder folder, TimeProvider clock)
    {
        var input = new AnonymousPipeClientStream(PipeDirection.In, _toServer.ClientSafePipeHandle);
        var output = new AnonymousPipeClientStream(PipeDirection.Out, _fromServer.ClientSafePipeHandle);
        var options = new LanguageServerOptions
        {
            Scripts = StepPackages.Options(folder.Path, folder["cache"]),
            ProfileOf = p => WorldFile.Is(p) ? WorldFile.Profile() : ScriptProfile.Runbook,
            DocumentsDirectory = folder["documents"],
            Clock = clock,
            DiagnosticsDelay = TimeSpan.Zero,
        };
        Server = Task.Run(async () =>
        {
            using (input)
            using (output)
                return await RunbookLanguageServer.RunAsync(input, output, options, CancellationToken.None);
        });
        _reading = Task.Run(ReadAsync);
    }

    public Task<int> Server { get; }

    /// <summary>What came without a request and was no diagnostics.</summary>
    public ConcurrentQueue<JsonNode> Notes { get; } = new();

    public static Editor Bare(ScriptFolder folder, TimeProvider? clock = null) =>
        new(folder, clock ?? TimeProvider.System);

    public static async Task<Editor> StartAsync(ScriptFolder folder)
    {
        var editor = Bare(folder);
        await editor.AskAsync(
            "initialize",
            """
            {"processId":null,"rootUri":null,"capabilities":{"textDocument":{
            "completion":{"completionItem":{"snippetSupport":true}},
            "documentSymbol":{"hierarchicalDocumentSymbolSupport":true}}}}
            """
        );
        editor.Tell("initialized", "{}");
        return editor;
    }

    public static string Uri(string path) => "file://" + path;

    /// <summary>Opens a text in which <c>§</c> is the cursor; the position of it.</summary>
    public (int Line, int Character) Open(string path, string marked, int version = 1)
    {
        var at = marked.IndexOf('§', StringComparison.Ordinal);
        var text = marked.Replace("§", "", StringComparison.Ordinal);
        Tell(
            "textDocument/didOpen",
            new JsonObject
            {
                ["textDocument"] = new JsonObject
                {
                    ["uri"] = Uri(path),
                    ["languageId"] = "csharp",
                    ["version"] = version,
                    ["text"] = text,
                },
            }
        );
        if (at < 0)
            return (0, 0);
        var before = marked[..at].Split('\n');
        return (before.Length - 1, before[^1].Length);
    }

    public void Change(string path, int version, string text) =>
        Tell(
            "textDocument/didChange",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = Uri(path), ["version"] = version },
                ["contentChanges"] = new JsonArray(new JsonObject { ["text"] = text }),
            }
        );

    /// <summary>Asks about the place of the cursor.</summary>
    public Task<JsonNode?> AskAsync(string method, string path, (int Line, int Character) at) =>
        AskAsync(method, At(path, at));

    public static JsonObject At(string path, (int Line, int Character) at) =>
        new()
        {
            ["textDocument"] = new JsonObject { ["uri"] = Uri(path) },
            ["position"] = new JsonObject { ["line"] = at.Line, ["character"] = at.Character },
        };

    public Task<JsonNode?> AskAsync(string method, string parameters) =>
        AskAsync(method, JsonNode.Parse(parameters)!);

    /// <exception cref="InvalidOperationException">It was answered with an error.</exception>
    public async Task<JsonNode?> AskAsync(string method, JsonNode parameters)
    {
        var answer = await AnswerAsync(method, parameters);
        return answer["error"] is { } error
            ? throw new InvalidOperationException(error.ToJsonString())
            : answer["result"];
    }

    public Task<JsonNode> AnswerAsync(string method, JsonNode parameters) =>
        Begin(method, parameters).Answer.WaitAsync(Limit);

    public (int Id, Task<JsonNode> Answer) Begin(string method, JsonNode parameters)
    {
        var id = Interlocked.Increment(ref _id);
        var waiting = _open[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(
            new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = id,
                ["method"] = method,
                ["params"] = parameters,
            }
        );
        return (id, waiting.Task);
    }

    public void Tell(string method, string parameters) => Tell(method, JsonNode.Parse(parameters)!);

    public void Tell(string method, JsonNode parameters) =>
        Send(
            new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["method"] = method,
                ["params"] = parameters,
            }
        );

    /// <summary>Any bytes at all.</summary>
    public void Raw(byte[] bytes)
    {
        lock (_toServer)
        {
            _toServer.Write(bytes);
            _toServer.Flush();
        }
    }

    /// <summary>The compiler's diagnostics of a version as <c>line,character-line,character id
    /// message</c>.</summary>
    public async Task<string[]> DiagnosticsAsync(string path, int version) =>
        [.. (await AllAsync(path, version)).Where(d => (string?)d["source"] == "runbook").Select(Line)];

    /// <summary>Those of the lint, as they came.</summary>
    public async Task<JsonNode[]> LintAsync(string path, int version) =>
        [.. (await AllAsync(path, version)).Where(d => (string?)d["source"] == "runbook lint")];

    public async Task<JsonNode[]> AllAsync(string path, int version)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            if (_diagnostics.TryGetValue(Uri(path), out var told) && (int?)told["version"] >= version)
                return [.. told["diagnostics"]!.AsArray().Select(d => d!)];
            await _published.WaitAsync(limit.Token);
        }
    }

    public JsonNode? LastDiagnostics(string path) => _diagnostics.GetValueOrDefault(Uri(path));

    public static string Range(JsonNode range) =>
        $"{range["start"]!["line"]},{range["start"]!["character"]}-{range["end"]!["line"]},{range["end"]!["character"]}";

    public async ValueTask DisposeAsync()
    {
        if (!Server.IsCompleted)
            Tell("exit", "{}");
        await Server.WaitAsync(Limit);
        await _reading.WaitAsync(Limit);
        await _toServer.DisposeAsync();
        await _fromServer.DisposeAsync();
        _published.Dispose();
    }

    /// <summary>Closes the client's end.</summary>
    public void HangUp() => _toServer.Dispose();

    private static string Line(JsonNode d) => $"{Range(d["range"]!)} {d["code"]} {d["message"]}";

    private void Send(JsonObject message)
    {
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        Raw([.. Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), .. body]);
    }

    private async Task ReadAsync()
    {
        var reader = new FrameReader(_fromServer);
        while (await reader.ReadAsync(CancellationToken.None) is { } body)
        {
            var message = JsonNode.Parse(body)!;
            if (message["method"] is null)
            {
                if (message["id"] is JsonValue id && id.GetValueKind() == JsonValueKind.Number)
                {
                    if (_open.TryRemove((int)id, out var waiting))
                        waiting.SetResult(message);
                }
                else
                    Notes.Enqueue(message);
            }
            else if ((string?)message["method"] == "textDocument/publishDiagnostics")
                _diagnostics[(string)message["params"]!["uri"]!] = message["params"]!;
            else
                Notes.Enqueue(message);
            _published.Release();
        }
    }
}
