using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>A record as a request describes it.</summary>
internal sealed class CloudflareDraft
{
    private const int LongestText = 4096;

    private static readonly string[] Known =
    [
        "id",
        "type",
        "name",
        "content",
        "ttl",
        "proxied",
        "priority",
        "comment",
        "tags",
        "settings",
        "data",
    ];

    private readonly JsonObject _body;
    private readonly ZoneRecord? _old;

    /// <param name="body">What was sent.</param>
    /// <param name="old">Where fields come from that are not in it; null takes defaults.</param>
    /// <param name="unknown">Takes the name of a field that is not known.</param>
    public CloudflareDraft(JsonObject body, ZoneRecord? old, Action<string, IEnumerable<string>> unknown)
    {
        (_body, _old) = (body, old);
        foreach (var (name, _) in body)
            if (!Known.Contains(name))
            {
                unknown(name, Known);
                throw new CloudflareRefusal(400, 9207, $"Request body is invalid: unknown field {name}.");
            }
    }

    /// <summary>The record; it has the id of the old one, or the given one.</summary>
    /// <exception cref="CloudflareRefusal">It is not valid.</exception>
    public ZoneRecord Make(string zone, Func<string, string> newId)
    {
        var type = (Text("type") ?? _old?.Type)?.ToUpperInvariant();
        if (type is not ("A" or "AAAA" or "CNAME" or "TXT" or "MX" or "NS" or "SRV" or "CAA"))
            throw CloudflareRefusal.Invalid(9003, $"Invalid 'type' value {type}.");
        var wanted =
            Text("name") ?? _old?.Name ?? throw CloudflareRefusal.Invalid(9000, "DNS name is invalid.");
        var name =
            CloudflareNames.Full(wanted, zone)
            ?? throw CloudflareRefusal.Invalid(9000, "DNS name is invalid.");
        var isProxied = Flag("proxied") ?? _old?.IsProxied ?? false;
        if (isProxied && type is not ("A" or "AAAA" or "CNAME"))
            throw CloudflareRefusal.Invalid(9004, "This record type cannot be proxied.");
        var content = Content(type, name);
        return new ZoneRecord(_old?.Id ?? newId($"record:{name}"), name, type, content, isProxied ? 1 : Ttl())
        {
            IsProxied = isProxied,
            Comment = _body.ContainsKey("comment") ? Text("comment") : _old?.Comment,
        };
    }

    /// <summary>Priority and target of an MX record.</summary>
    public static (int Priority, string Target) Split(string content)
    {
        var space = content.IndexOf(' ', StringComparison.Ordinal);
        return (int.Parse(content[..space], CultureInfo.InvariantCulture), content[(space + 1)..]);
    }

    private string Content(string type, string name)
    {
        if (_body["data"] is JsonObject data)
            return FromData(type, data);
        var sent = Text("content");
        if (sent is null && _old?.Type == type)
            return type == "MX" && Number("priority") is { } moved
                ? Mail(moved, Split(_old.Content).Target)
                : _old.Content;
        var text = sent ?? throw CloudflareRefusal.Invalid(9005, $"Content for {type} record is invalid.");
        return type switch
        {
            "A" => CloudflareNames.IsAddress(text, AddressFamily.InterNetwork)
                ? text
                : throw Invalid(9005, "A", "a valid IPv4 address"),
            "AAAA" => CloudflareNames.IsAddress(text, AddressFamily.InterNetworkV6)
                ? System.Net.IPAddress.Parse(text).ToString()
                : throw Invalid(9006, "AAAA", "a valid IPv6 address"),
            "CNAME" => Target(text, type) is var to && to != name
                ? to
                : throw CloudflareRefusal.Invalid(9039, "CNAME records cannot reference themselves."),
            "NS" => Target(text, type),
            "MX" => Mail(
                Number("priority")
                    ?? (_old?.Type == "MX" ? Split(_old.Content).Priority : (int?)null)
                    ?? throw CloudflareRefusal.Invalid(9101, "priority is a required data field."),
                text
            ),
            "TXT" => text.Length is > 0 and <= LongestText
                ? text
                : throw Invalid(9009, "TXT", "between 1 and 4096 characters long"),
            _ => throw CloudflareRefusal.Invalid(9101, $"data is a required field of {type} records."),
        };
    }

    private static string FromData(string type, JsonObject data)
    {
        string[] fields = type switch
        {
            "SRV" => ["priority", "weight", "port", "target"],
            "CAA" => ["flags", "tag", "value"],
            _ => throw CloudflareRefusal.Invalid(9101, $"{type} records have no data."),
        };
        var values = fields.Select(f =>
            data[f]?.ToString() is { Length: > 0 } value
            && (f is "target" or "tag" or "value" || IsNumber(value))
                ? value
                : throw CloudflareRefusal.Invalid(9101, $"{f} is a required data field.")
        );
        var parts = values.ToArray();
        return type == "CAA" ? $"{parts[0]} {parts[1]} \"{parts[2]}\"" : string.Join(' ', parts);
    }

    private static bool IsNumber(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Mail(int priority, string target) =>
        priority is >= 0 and <= 65535
            ? string.Create(CultureInfo.InvariantCulture, $"{priority} {Target(target, "MX")}")
            : throw CloudflareRefusal.Invalid(9102, "priority must be between 0 and 65535.");

    private static string Target(string text, string type) =>
        CloudflareNames.Plain(text)
        ?? throw CloudflareRefusal.Invalid(9007, $"Content for {type} record is invalid.");

    private static CloudflareRefusal Invalid(int code, string type, string what) =>
        CloudflareRefusal.Invalid(code, $"Content for {type} record must be {what}.");

    private int Ttl()
    {
        var ttl = Number("ttl") ?? _old?.Ttl ?? 1;
        return ttl is 1 or >= 60 and <= 86400
            ? ttl
            : throw CloudflareRefusal.Invalid(
                9021,
                "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic."
            );
    }

    private string? Text(string field) =>
        Value(field) is not { } value ? null
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : throw Wrong(field);

    private bool? Flag(string field) =>
        Value(field) is not { } value ? null
        : value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.GetValue<bool>()
        : throw Wrong(field);

    private int? Number(string field) =>
        Value(field) is not { } value ? null
        : value is JsonValue number && number.TryGetValue<int>(out var found) ? found
        : throw Wrong(field);

    private JsonNode? Value(string field) => _body[field];

    private static CloudflareRefusal Wrong(string field) =>
        new(400, 9207, $"Request body is invalid: {field} has a value of the wrong type.");
}
