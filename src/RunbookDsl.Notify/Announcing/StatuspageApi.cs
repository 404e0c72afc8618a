using System.Globalization;
using System.Text.Json;
using RunbookDsl.Http;

namespace RunbookDsl.Notify;

/// <summary>Incidents of one page through the provider's API.</summary>
internal sealed class StatuspageApi(StepContext context, PublicPage page)
{
    /// <summary>Where a marker stands: metadata that the page does not show.</summary>
    public const string Marker = "runbook";

    private const string Root = "https://api.statuspage.io/v1/pages";
    private const int MostPages = 5;
    private const int PageSize = 100;
    private readonly HttpApi _api = new HttpApi(context, "Statuspage", Root) { Explain = Explain }.With(
        "Authorization",
        "OAuth " + context.Reveal(page.Key)
    );

    /// <summary>
    /// The incident whose marker says so; undefined when there is none among the newest 500.
    /// </summary>
    public async Task<JsonElement> FindAsync(string mark, CancellationToken cancellation)
    {
        for (var number = 1; number <= MostPages; number++)
        {
            var query = string.Create(
                CultureInfo.InvariantCulture,
                $"{page.Id}/incidents?limit={PageSize}&page={number}"
            );
            var reply = await _api.LookAsync(new("GET", query), cancellation).ConfigureAwait(false);
            var all = reply.Json().Items();
            var found = all.FirstOrDefault(i => i.At("metadata").At(Marker).TextAt("mark") == mark);
            if (found.ValueKind == JsonValueKind.Object || all.Count < PageSize)
                return found;
        }
        return default;
    }

    public async Task<JsonElement> GetAsync(string incident, CancellationToken cancellation)
    {
        var reply = await _api.LookAsync(
                new("GET", $"{page.Id}/incidents/{Uri.EscapeDataString(incident)}"),
                cancellation
            )
            .ConfigureAwait(false);
        return reply.Json();
    }

    public async Task<JsonElement> ChangeAsync(
        string? incident,
        Action<Utf8JsonWriter> members,
        CancellationToken cancellation
    )
    {
        var path = $"{page.Id}/incidents";
        var json = ApiJson.Write(j =>
        {
            j.WriteStartObject("incident");
            members(j);
            j.WriteEndObject();
        });
        var request = incident is null
            ? new ApiRequest("POST", path, json)
            : new ApiRequest("PATCH", $"{path}/{Uri.EscapeDataString(incident)}", json);
        var reply = await _api.ChangeAsync(request, cancellation).ConfigureAwait(false);
        return reply.Json();
    }

    // Some answers have "error" with a text or a list, others "message".
    private static string? Explain(ApiReply reply)
    {
        var json = reply.Json();
        return json.TextAt("error")
            ?? (
                json.At("error").Items() is { Count: > 0 } errors
                    ? string.Join(", ", errors.Take(5).Select(e => e.ToString()))
                    : json.TextAt("message")
            );
    }
}
