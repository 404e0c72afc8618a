using System.Globalization;
using System.Text.Json;
using RunbookDsl.Http;

namespace RunbookDsl.Dns;

/// <summary>The records of one zone, as the provider's API tells and changes them.</summary>
internal sealed class CloudflareApi
{
    private const string Root = "https://api.cloudflare.com/client/v4";
    private const int MostPages = 10;
    private readonly CloudflareZone _zone;
    private readonly HttpApi _api;
    private string? _id;

    public CloudflareApi(StepContext context, CloudflareZone zone)
    {
        _zone = zone;
        _api = new HttpApi(context, "Cloudflare", Root) { Explain = Explain }.With(
            "Authorization",
            "Bearer " + context.Reveal(zone.Token)
        );
    }

    /// <summary>All records of a name, or of the whole zone.</summary>
    public async Task<IReadOnlyList<FoundRecord>> ListAsync(string? name, CancellationToken cancellation)
    {
        var found = new List<FoundRecord>();
        var path = await PathAsync(cancellation).ConfigureAwait(false);
        var filter = name is null ? "" : $"name.exact={Uri.EscapeDataString(name)}&";
        for (var page = 1; ; page++)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"?{filter}per_page=100&page={page}");
            var answer = await GetAsync(path + query, cancellation).ConfigureAwait(false);
            foreach (var item in answer.At("result").Items())
                found.Add(
                    FoundRecord.Read(item)
                        ?? throw new OperationFailedException(
                            $"Cloudflare: a record of {_zone} is told in a way that is not known"
                        )
                );
            if (page >= (answer.At("result_info").NumberAt("total_pages") ?? 1))
                return found;
            if (page == MostPages)
                throw new OperationFailedException(
                    $"Cloudflare: {name ?? _zone.Name} has more than {MostPages * 100} records"
                );
        }
    }

    public async Task ChangeAsync(string method, string? id, string json, CancellationToken cancellation)
    {
        var path = await PathAsync(cancellation).ConfigureAwait(false);
        var reply = await _api.ChangeAsync(
                new(method, id is null ? path : $"{path}/{id}", json),
                cancellation
            )
            .ConfigureAwait(false);
        if (reply.Json() is var answer && answer.FlagAt("success") != true)
            throw new OutcomeUnknownException(NotSaid(answer));
    }

    private async Task<string> PathAsync(CancellationToken cancellation)
    {
        if (_id is null)
        {
            var query = $"zones?name={Uri.EscapeDataString(_zone.Name)}";
            var zones = (await GetAsync(query, cancellation).ConfigureAwait(false)).At("result").Items();
            _id =
                zones.Where(z => z.TextAt("name") == _zone.Name).Select(z => z.TextAt("id")).FirstOrDefault()
                ?? throw new OperationFailedException(
                    $"Cloudflare: {_zone.Token} sees no zone {_zone}: is the name right, and may the token read it?"
                );
        }
        return $"zones/{Uri.EscapeDataString(_id)}/dns_records";
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        var reply = await _api.LookAsync(new("GET", path), cancellation).ConfigureAwait(false);
        return reply.Json() is var answer && answer.FlagAt("success") == true
            ? answer
            : throw new OperationFailedException(NotSaid(answer));
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
