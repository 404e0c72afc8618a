using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// The language server for runbooks: one client over two streams, until the client says <c>exit</c> or is
/// gone. Compiles what it shows and never runs it.
/// </summary>
public sealed class RunbookLanguageServer : IRpcHandler
{
    private const int LongestDocument = 4 << 20;
    private readonly LanguageServerOptions _options;
    private readonly Scripts _scripts;
    private readonly ClientAbilities _client = new();
    private readonly RequestTable _requests;
    private readonly DiagnosticsFeed _feed;
    private DocumentSet _documents = DocumentSet.Empty;
    private bool _isInitialized;
    private bool _isShutDown;

    private RunbookLanguageServer(LanguageServerOptions options, FrameWriter writer)
    {
        _options = options;
        _scripts = new(options);
        _requests = new(_scripts, _client);
        _feed = new(_scripts, writer);
    }

    /// <inheritdoc/>
    bool IRpcHandler.IsFinished => IsExited;

    private bool IsExited { get; set; }

    /// <summary>Serves one client.</summary>
    /// <param name="input">What the client sends.</param>
    /// <param name="output">What it is sent; nothing else may write to it.</param>
    /// <param name="options">What scripts see.</param>
    /// <param name="cancellation">Ends the server.</param>
    /// <returns>The exit code the protocol asks for: 0 after <c>shutdown</c>, else 1.</returns>
    public static async Task<int> RunAsync(
        Stream input,
        Stream output,
        LanguageServerOptions options,
        CancellationToken cancellation
    )
    {
        var writer = new FrameWriter(output);
        var server = new RunbookLanguageServer(options, writer);
        await using (server._feed.ConfigureAwait(false))
            await new RpcConnection(new FrameReader(input), writer, server)
                .RunAsync(cancellation)
                .ConfigureAwait(false);
        return server._isShutDown ? 0 : 1;
    }

    /// <inheritdoc/>
    Func<CancellationToken, JsonNode?> IRpcHandler.Asked(string method, JsonElement parameters)
    {
        if (_isShutDown)
            throw new RpcException(RpcException.InvalidRequest, "the server is shut down");
        if (method == "initialize")
        {
            _isInitialized = true;
            _client.Read(parameters);
            return _ => Abilities.Told;
        }
        if (!_isInitialized)
            throw new RpcException(RpcException.NotInitialized, "initialize comes first");
        if (method == "shutdown")
        {
            _isShutDown = true;
            return _ => null;
        }
        var documents = _documents;
        return _requests.Find(method) is { } answer
            ? cancellation => answer(parameters, documents, cancellation)
            : throw new RpcException(RpcException.MethodNotFound, $"there is no {method}");
    }

    /// <inheritdoc/>
    void IRpcHandler.Notified(string method, JsonElement parameters)
    {
        switch (method)
        {
            case "exit":
                IsExited = true;
                break;
            case "textDocument/didOpen" when _isInitialized:
                Open(parameters);
                break;
            case "textDocument/didChange" when _isInitialized:
                Change(parameters);
                break;
            case "textDocument/didClose" when _isInitialized:
                Close(parameters);
                break;
            case "textDocument/didSave" or "workspace/didChangeWatchedFiles" when _isInitialized:
                _scripts.Entries.Forget();
                _feed.Changed(_documents);
                break;
        }
    }

    private void Open(JsonElement parameters)
    {
        var given = parameters.GetProperty("textDocument");
        if (
            Wire.String(given, "uri") is not { } uri
            || DocumentUri.PathOf(uri) is not { } path
            || Wire.String(given, "text") is not { Length: <= LongestDocument } text
            || (_documents.Count >= _options.MostDocuments && _documents.Find(path) is null)
        )
            return;
        Set(new(uri, path, (int)Wire.Number(given, "version"), Wire.Text(text)));
        _scripts.Entries.Forget();
    }

    private void Change(JsonElement parameters)
    {
        if (Scripts.Document(parameters, _documents) is not { } document)
            return;
        var version = parameters.GetProperty("textDocument").TryGetProperty("version", out _)
            ? (int)Wire.Number(parameters.GetProperty("textDocument"), "version")
            : document.Version + 1;
        var text = document.Text;
        foreach (var change in parameters.GetProperty("contentChanges").EnumerateArray())
            text = ContentChange.Apply(text, change);
        // What became too large is treated as closed: an answer about an older text would be wrong.
        if (text.Length <= LongestDocument)
            Set(document with { Version = version, Text = text });
        else
            Forget(document);
    }

    private void Close(JsonElement parameters)
    {
        if (Scripts.Document(parameters, _documents) is not { } document)
            return;
        Forget(document);
    }

    private void Forget(OpenDocument document)
    {
        _documents = _documents.Without(document.Path);
        _scripts.Entries.Forget();
        _feed.Changed(_documents);
    }

    private void Set(OpenDocument document)
    {
        _documents = _documents.With(document);
        _feed.Changed(_documents);
    }
}
