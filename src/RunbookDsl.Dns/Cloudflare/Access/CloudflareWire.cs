using System.Text.Json;
using RunbookDsl.Http;

namespace RunbookDsl.Dns;

/// <summary>Requests to the provider, and what its answers prove. Addresses and bodies are made by who
/// sends them.</summary>
internal sealed class CloudflareWire(StepContext context, CloudflareZone zone)
{
    private const string Root = "https://api.cloudflare.com/client/v4";

    private readonly HttpApi _api = new HttpApi(context, "Cloudflare", Root) { Explain = Explain }.With(
        "Authorization",
        "Bearer " + context.Reveal(zone.Token)
    );

    /// <summary>An answer that says that it is one.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        var reply = await _api.LookAsync(new("GET", path), cancellation).ConfigureAwait(false);
        return reply.Json() is var answer && answer.FlagAt("success") == true
            ? answer
            : throw new OperationFailedException(NotSaid(answer));
    }

    /// <summary>Returns when the provider says that it was done.</summary>
    public async Task ChangeAsync(string method, string path, string? json, CancellationToken cancellation)
    {
        var reply = await _api.ChangeAsync(new(method, path, json), cancellation).ConfigureAwait(false);
        if (reply.Json() is var answer && answer.FlagAt("success") != true)
            throw new OutcomeUnknownException(NotSaid(answer));
    }

    // A status of 200 alone says nothing.
    private static string NotSaid(JsonElement answer) =>
        $"Cloudflare answered 200 and did not say that it was done: {Errors(answer) ?? "no JSON"}";

    private static string? Explain(ApiReply reply) => Errors(reply.Json());

    private static string? Errors(JsonElement answer)
    {
        var errors = answer.At("errors").Items();
        return errors.Count == 0
            ? null
            : string.Join(
                ", ",
                errors
                    .SelectMany(e => e.At("error_chain").Items().Prepend(e))
                    .Take(5)
                    .Select(e => $"{e.TextAt("message")} ({e.TextAt("code")})")
            );
    }
}
