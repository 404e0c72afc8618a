using System.Text.Json;
using CloudFlare.Client.Api.Result;
using CloudFlare.Client.Contexts;
using RunbookDsl.Http;

namespace RunbookDsl.Dns.CloudFlareClient;

/// <summary>
/// What the library's verbs ask, sent by the step's own client: with its limits, its patience and its
/// judgement of what an answer proves.
/// </summary>
internal sealed class StepConnection(CloudflareWire wire) : IConnection
{
    public async Task<CloudFlareResult<TResult>> GetAsync<TResult>(
        string requestUri,
        CancellationToken cancellationToken
    )
    {
        var answer = await wire.GetAsync(Documented(requestUri), cancellationToken).ConfigureAwait(false);
        var pages = answer.At("result_info").NumberAt("total_pages") ?? 1;
        return answer.At("result") is { ValueKind: JsonValueKind.Array } list
            ? Said(ClientJson.Read<TResult>(list.GetRawText()), (int)Math.Min(pages, int.MaxValue))
            : Said<TResult>(default);
    }

    public Task<CloudFlareResult<TResult>> DeleteAsync<TResult>(
        string requestUri,
        CancellationToken cancellationToken
    ) => ChangeAsync<TResult>("DELETE", requestUri, null, cancellationToken);

    public Task<CloudFlareResult<TResult>> DeleteAsync<TResult, TContent>(
        string requestUri,
        TContent content,
        CancellationToken cancellationToken
    ) => ChangeAsync<TResult>("DELETE", requestUri, ClientJson.Write(content), cancellationToken);

    public Task<CloudFlareResult<TResult>> PatchAsync<TResult>(
        string requestUri,
        TResult content,
        CancellationToken cancellationToken
    ) => PatchAsync<TResult, TResult>(requestUri, content, cancellationToken);

    public Task<CloudFlareResult<TResult>> PatchAsync<TResult, TContent>(
        string requestUri,
        TContent content,
        CancellationToken cancellationToken
    ) => ChangeAsync<TResult>("PATCH", requestUri, ClientJson.Write(content), cancellationToken);

    public Task<CloudFlareResult<TResult>> PostAsync<TResult>(
        string requestUri,
        TResult content,
        CancellationToken cancellationToken
    ) => PostAsync<TResult, TResult>(requestUri, content, cancellationToken);

    public Task<CloudFlareResult<TResult>> PostAsync<TResult, TContent>(
        string requestUri,
        TContent content,
        CancellationToken cancellationToken
    ) => ChangeAsync<TResult>("POST", requestUri, ClientJson.Write(content), cancellationToken);

    public Task<CloudFlareResult<TResult>> PutAsync<TResult>(
        string requestUri,
        TResult content,
        CancellationToken cancellationToken
    ) => PutAsync<TResult, TResult>(requestUri, content, cancellationToken);

    // The library's update is a PUT of what was set, which takes TTL, proxy, comment and tags away where they
    // were not: what it has to say is a PATCH.
    public Task<CloudFlareResult<TResult>> PutAsync<TResult, TContent>(
        string requestUri,
        TContent content,
        CancellationToken cancellationToken
    ) => PatchAsync<TResult, TContent>(requestUri, content, cancellationToken);

    /// <summary>Nothing is held: each request has a connection of its own.</summary>
    public void Dispose() { }

    // What a change says besides that it was done is not looked at: it is done, nothing may fail any more.
    private async Task<CloudFlareResult<T>> ChangeAsync<T>(
        string method,
        string uri,
        string? json,
        CancellationToken cancellation
    )
    {
        await wire.ChangeAsync(method, uri, json, cancellation).ConfigureAwait(false);
        return Said<T>(default);
    }

    private static CloudFlareResult<T> Said<T>(T? result, int pages = 1) =>
        new(result!, new ResultInfo { TotalPage = pages }, true, [], [], null!);

    // zones/?name=shop.example: the provider's documents have no slash there.
    private static string Documented(string uri) => uri.Replace("/?", "?", StringComparison.Ordinal);
}
