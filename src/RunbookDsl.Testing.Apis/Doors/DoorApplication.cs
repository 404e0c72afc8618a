using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace RunbookDsl.Testing.Apis;

/// <summary>Reads requests, lets the fakes answer them, and writes what they say.</summary>
internal sealed class DoorApplication(Door door) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception) { }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var gone = context.Get<IHttpRequestLifetimeFeature>()!;
        ApiAnswer? answer;
        try
        {
            answer = await AnswerAsync(context, gone.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            answer = null;
        }
        if (answer is null)
            gone.Abort();
        else if (answer.CutAfter is { } bytes)
            await CutAsync(context, answer, bytes).ConfigureAwait(false);
        else
            await WriteAsync(context, answer).ConfigureAwait(false);
    }

    private async Task<ApiAnswer?> AnswerAsync(IFeatureCollection context, CancellationToken gone)
    {
        var visit = context.Get<DoorVisit>()!;
        var (request, port) = await DoorRequest
            .ReadAsync(context.Get<IHttpRequestFeature>()!, visit, gone)
            .ConfigureAwait(false);
        var isNamed = visit.Fakes.Count == 0 && !Door.IsLoopback(request.Host);
        if (isNamed && visit.Address is null)
        {
            var reach = door.Reach(
                request.Host,
                visit.IsSecure ? 443
                    : port == door.Port ? 80
                    : port,
                request.Step
            );
            if (reach.Trouble is { } trouble)
                return ApiAnswer.Text(reach.IsOutside ? 403 : 502, trouble);
            request = request with { Address = reach.Address };
        }
        if (door.Find(request, port, visit) is { } fake)
            return await door.Dispatcher.AnswerAsync(fake, request, gone).ConfigureAwait(false);
        return ApiAnswer.Text(
            403,
            door.Stage.Unknown("the world", $"{request.Method} {request.Path} at {request.Host}", [])
        );
    }

    private async Task WriteAsync(IFeatureCollection context, ApiAnswer answer)
    {
        var response = context.Get<IHttpResponseFeature>()!;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in Headers(answer))
            response.Headers[name] = value;
        if (HasBody(answer.Status))
            response.Headers.ContentLength = answer.Body.Length;
        if (answer.Body.Length > 0 && HasBody(answer.Status) && !IsHead(context))
            await context
                .Get<IHttpResponseBodyFeature>()!
                .Writer.WriteAsync(answer.Body)
                .ConfigureAwait(false);
    }

    // Goes past the web server, which would never send half an answer. The end of the output ends the
    // connection when everything is out; only then is the rest of it thrown away.
    private async Task CutAsync(IFeatureCollection context, ApiAnswer answer, int bytes)
    {
        var head = new StringBuilder(
            string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} \r\n")
        );
        foreach (var (name, value) in Headers(answer))
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Body.Length}\r\n\r\n");
        byte[] all = [.. Encoding.Latin1.GetBytes(head.ToString()), .. answer.Body];
        var visit = context.Get<DoorVisit>()!;
        var transport = context.Get<IConnectionTransportFeature>()!.Transport;
        var closed = context.Get<IConnectionLifetimeFeature>()!.ConnectionClosed;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = closed.Register(over.SetResult);
        await transport.Output.WriteAsync(all.AsMemory(0, Math.Min(bytes, all.Length))).ConfigureAwait(false);
        await (visit.Raw ?? transport.Output).CompleteAsync().ConfigureAwait(false);
        await over.Task.ConfigureAwait(false);
        context.Get<IHttpRequestLifetimeFeature>()!.Abort();
    }

    private IEnumerable<KeyValuePair<string, string>> Headers(ApiAnswer answer)
    {
        if (!answer.Headers.Keys.Contains("Date", StringComparer.OrdinalIgnoreCase))
            yield return new(
                "Date",
                door.Stage.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture)
            );
        if (answer.Type.Length > 0)
            yield return new("Content-Type", answer.Type);
        foreach (var header in answer.Headers)
            yield return header;
    }

    private static bool IsHead(IFeatureCollection context) =>
        context.Get<IHttpRequestFeature>()!.Method == "HEAD";

    private static bool HasBody(int status) => status >= 200 && status is not (204 or 304);
}
