using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Zones and records as the API shows them.</summary>
internal sealed class CloudflareWriter(Stage stage, string account)
{
    private readonly DateTimeOffset _start = stage.Clock.GetUtcNow();
    private readonly Dictionary<string, (DateTimeOffset Created, DateTimeOffset Modified)> _times = [];
    private readonly HashSet<string> _named = [];
    private readonly HashSet<string> _labels = [];

    /// <summary>Notes that a record was made or changed now.</summary>
    public void Touch(ZoneRecord record)
    {
        var now = stage.Clock.GetUtcNow();
        _times[record.Id] = (_times.TryGetValue(record.Id, out var t) ? t.Created : now, now);
    }

    public JsonObject Zone(Zone zone) =>
        new()
        {
            ["id"] = zone.Id,
            ["name"] = zone.Name,
            ["status"] = "active",
            ["paused"] = false,
            ["type"] = "full",
            ["development_mode"] = 0,
            ["name_servers"] = new JsonArray("ada.ns.cloudflare.com", "bob.ns.cloudflare.com"),
            ["original_name_servers"] = new JsonArray(),
            ["account"] = new JsonObject { ["id"] = account, ["name"] = "World" },
            ["created_on"] = CloudflareEnvelope.Time(_start),
            ["modified_on"] = CloudflareEnvelope.Time(_start),
            ["activated_on"] = CloudflareEnvelope.Time(_start),
        };

    public JsonObject Record(Zone zone, ZoneRecord record)
    {
        Name(zone, record);
        var (created, modified) = _times.GetValueOrDefault(record.Id, (_start, _start));
        var shown = new JsonObject
        {
            ["id"] = record.Id,
            ["zone_id"] = zone.Id,
            ["zone_name"] = zone.Name,
            ["name"] = record.Name,
            ["type"] = record.Type,
            ["content"] = CloudflareFilter.Content(record),
            ["proxiable"] = record.Type is "A" or "AAAA" or "CNAME",
            ["proxied"] = record.IsProxied,
            ["ttl"] = record.Ttl,
            ["locked"] = false,
            ["settings"] = new JsonObject(),
            ["meta"] = new JsonObject(),
            ["comment"] = record.Comment,
            ["tags"] = new JsonArray(),
            ["created_on"] = CloudflareEnvelope.Time(created),
            ["modified_on"] = CloudflareEnvelope.Time(modified),
        };
        if (record.Type == "MX")
            shown["priority"] = CloudflareDraft.Split(record.Content).Priority;
        else if (record.Type is "SRV" or "CAA")
            shown["data"] = Data(record);
        return shown;
    }

    /// <summary>Gives the id of a record its name in transcripts.</summary>
    public void Name(Zone zone, ZoneRecord record)
    {
        if (!_named.Add(record.Id))
            return;
        var name = record.Name == zone.Name ? "@" : record.Name[..^(zone.Name.Length + 1)];
        var label = name;
        for (var i = 1; !_labels.Add($"{zone.Name} {label}"); i++)
            label =
                i == 1 ? $"{name}/{record.Type}" : FormattableString.Invariant($"{name}/{record.Type}/{i}");
        stage.Tokens.Name(record.Id, "cf-record", label);
    }

    private static JsonObject Data(ZoneRecord record)
    {
        var parts = record.Content.Split(' ', record.Type == "CAA" ? 3 : 4);
        return record.Type == "CAA"
            ? new()
            {
                ["flags"] = int.Parse(parts[0]),
                ["tag"] = parts[1],
                ["value"] = parts[2].Trim('"'),
            }
            : new()
            {
                ["priority"] = int.Parse(parts[0]),
                ["weight"] = int.Parse(parts[1]),
                ["port"] = int.Parse(parts[2]),
                ["target"] = parts[3],
            };
    }
}
