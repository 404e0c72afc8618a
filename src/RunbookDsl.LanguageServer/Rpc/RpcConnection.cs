using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// One client: reads its messages in order, works off its requests one after the other, and lets it take a
/// request back at any time. Nothing a client sends ends it but the end of its stream and <c>exit</c>.
/// </summary>
internal sealed class RpcConnection(FrameReader reader, FrameWriter writer, IRpcHandler handler)
{
    private const int MostWaiting = 512;
    private const int MostDepth = 64;
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = MostDepth };

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _open = new(
        StringComparer.Ordinal
    );
    private readonly Channel<RpcRequest> _waiting = Channel.CreateBounded<RpcRequest>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true }
    );

    public async Task RunAsync(CancellationToken cancellation)
    {
        var working = Task.Run(WorkAsync, CancellationToken.None);
        try
        {
            while (
                !handler.IsFinished
                && !writer.IsBroken
                && await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } body
            )
                Receive(body);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone, or we are told to go.
        }
        finally
        {
            foreach (var open in _open.Values)
                Cancel(open);
            _waiting.Writer.Complete();
            await working.ConfigureAwait(false);
        }
    }

    private void Receive(byte[] body)
    {
        if (body.Length == 0)
        {
            Fail(null, RpcException.InvalidRequest, "the message is empty or too large");
            return;
        }
        JsonElement message;
        try
        {
            using var document = JsonDocument.Parse(body, Bounded);
            message = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            Fail(null, RpcException.ParseError, $"the message is no JSON: {e.Message}");
            return;
        }
        var hasId = false;
        JsonElement id = default;
        if (
            message.ValueKind != JsonValueKind.Object
            || !message.TryGetProperty("method", out var name)
            || name.ValueKind != JsonValueKind.String
        )
        {
            // An answer to something that we asked has no method, and we ask nothing that needs one.
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("id", out _))
                Fail(null, RpcException.InvalidRequest, "the message has no method");
            return;
        }
        hasId = message.TryGetProperty("id", out id);
        var parameters = message.TryGetProperty("params", out var given) ? given : default;
        Dispatch(name.GetString()!, hasId ? id : null, parameters);
    }

    private void Dispatch(string method, JsonElement? id, JsonElement parameters)
    {
        try
        {
            if (id is { } asked)
                Ask(method, asked, parameters);
            else if (method == "$/cancelRequest")
                TakeBack(parameters);
            else
                handler.Notified(method, parameters);
        }
        catch (RpcException e)
        {
            if (id is { } asked)
                Fail(Copy(asked), e.Code, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (id is { } asked)
                Fail(Copy(asked), RpcException.InternalError, $"{e.GetType().Name}: {e.Message}");
            else
                Log($"{method}: {e.GetType().Name}: {e.Message}");
        }
    }

    private void Ask(string method, JsonElement id, JsonElement parameters)
    {
        if (id.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
            throw new RpcException(RpcException.InvalidRequest, "the id is neither a number nor a text");
        var work = handler.Asked(method, parameters);
        var key = id.GetRawText();
        var request = new RpcRequest(key, Copy(id), work, new CancellationTokenSource());
        if (!_open.TryAdd(key, request.Stop))
            throw new RpcException(RpcException.InvalidRequest, "this id is still being answered");
        if (_waiting.Writer.TryWrite(request))
            return;
        _open.TryRemove(key, out _);
        throw new RpcException(RpcException.RequestFailed, $"more than {MostWaiting} requests are waiting");
    }

    private void TakeBack(JsonElement parameters)
    {
        if (
            parameters.ValueKind == JsonValueKind.Object
            && parameters.TryGetProperty("id", out var id)
            && _open.TryGetValue(id.GetRawText(), out var stop)
        )
            Cancel(stop);
    }

    private async Task WorkAsync()
    {
        await foreach (var request in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Answer(request);
            _open.TryRemove(request.Key, out _);
            request.Stop.Dispose();
        }
    }

    private void Answer(RpcRequest request)
    {
        try
        {
            request.Stop.Token.ThrowIfCancellationRequested();
            var result = request.Work(request.Stop.Token);
            writer.Write(new JsonObject { ["id"] = request.Id, ["result"] = result });
        }
        catch (OperationCanceledException)
        {
            Fail(request.Id, RpcException.RequestCancelled, "taken back");
        }
        catch (RpcException e)
        {
            Fail(request.Id, e.Code, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log($"{e}");
            Fail(request.Id, RpcException.InternalError, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private void Fail(JsonNode? id, int code, string message) =>
        writer.Write(
            new JsonObject
            {
                ["id"] = id?.DeepClone(),
                ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
            }
        );

    private void Log(string text) =>
        writer.Notify("window/logMessage", new JsonObject { ["type"] = 2, ["message"] = text });

    // It may just have been answered.
    private static void Cancel(CancellationTokenSource stop)
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    private static JsonNode? Copy(JsonElement id) => JsonNode.Parse(id.GetRawText());
}
