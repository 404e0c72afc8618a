using System.Globalization;
using System.Text.Json;
using RunbookDsl.Http;

namespace RunbookDsl.Dns;

/// <summary>The records of one zone, as version 4 of the provider's API tells and changes them.</summary>
internal sealed class CloudflareApi(StepContext context, CloudflareZone zone) : PagedRecords(zone)
{
    private readonly CloudflareWire _wire = new(context, zone);

    protected override async Task<string?> FindAsync(CancellationToken cancellation)
    {
        var query = $"zones?name={Uri.EscapeDataString(Zone.Name)}";
        var answer = await _wire.GetAsync(query, cancellation).ConfigureAwait(false);
        var mine = answer.At("result").Items().Where(z => z.TextAt("name") == Zone.Name);
        return mine.Select(z => z.TextAt("id")).FirstOrDefault();
    }

    protected override async Task<(IEnumerable<FoundRecord?> Records, long Pages)> PageAsync(
        string zoneId,
        string? name,
        int page,
        CancellationToken cancellation
    )
    {
        var filter = name is null ? "" : $"name.exact={Uri.EscapeDataString(name)}&";
        var query = string.Create(CultureInfo.InvariantCulture, $"?{filter}per_page={PerPage}&page={page}");
        var answer = await _wire.GetAsync(Records(zoneId) + query, cancellation).ConfigureAwait(false);
        return (
            answer.At("result").Items().Select(FoundRecord.Read),
            answer.At("result_info").NumberAt("total_pages") ?? 1
        );
    }

    protected override Task SendAsync(
        string zoneId,
        IReadOnlyList<RecordWrite> writes,
        CancellationToken cancellation
    )
    {
        var path = Records(zoneId);
        var (method, place, json) = writes is not [var one]
            ? ("POST", $"{path}/batch", ApiJson.Write(j => Batch(j, writes)))
            : one.Kind switch
            {
                EditKind.Remove => ("DELETE", $"{path}/{one.Id}", "{}"),
                EditKind.Add => ("POST", path, ApiJson.Write(j => Fields(j, one))),
                _ => ("PATCH", $"{path}/{one.Id}", ApiJson.Write(j => Fields(j, one))),
            };
        return _wire.ChangeAsync(method, place, json, cancellation);
    }

    private static string Records(string zoneId) => $"zones/{zoneId}/dns_records";

    private static void Batch(Utf8JsonWriter json, IReadOnlyList<RecordWrite> writes)
    {
        void Part(string name, EditKind kind)
        {
            var some = writes.Where(w => w.Kind == kind).ToArray();
            if (some.Length == 0)
                return;
            json.WriteStartArray(name);
            foreach (var write in some)
            {
                json.WriteStartObject();
                if (write.Id is { } id)
                    json.WriteString("id", id);
                Fields(json, write);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        Part("deletes", EditKind.Remove);
        Part("patches", EditKind.Set);
        Part("posts", EditKind.Add);
    }

    private static void Fields(Utf8JsonWriter json, RecordWrite write)
    {
        if (write.Type is { } type)
            json.WriteString("type", type);
        if (write.Name is { } name)
            json.WriteString("name", name);
        if (write.Content is { } content)
            json.WriteString("content", content);
        if (write.Ttl is { } ttl)
            json.WriteNumber("ttl", ttl);
        if (write.IsProxied is { } isProxied)
            json.WriteBoolean("proxied", isProxied);
    }
}
