using System.Text.Json;

namespace RunbookDsl.Engine;

/// <summary>
/// Reads fields of journal bodies; a missing field is never an error, so that later versions may add some.
/// </summary>
internal static class BodyReading
{
    public static string? Text(this JsonElement body, string name) =>
        body.Has(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool Is(this JsonElement body, string name) =>
        body.Has(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static DateTimeOffset? Time(this JsonElement body, string name) =>
        body.Has(name, out var value) && value.TryGetDateTimeOffset(out var time) ? time : null;

    public static TimeSpan Milliseconds(this JsonElement body, string name) =>
        body.Has(name, out var value) && value.TryGetInt64(out var ms)
            ? TimeSpan.FromMilliseconds(ms)
            : default;

    /// <summary>A whole number; 0 when there is none.</summary>
    public static int Number(this JsonElement body, string name) =>
        body.Has(name, out var value) && value.TryGetInt32(out var number) ? number : 0;

    public static JsonElement Value(this JsonElement body, string name) =>
        body.Has(name, out var value) ? value.Clone() : default;

    public static IReadOnlyList<string> Strings(this JsonElement body, string name) =>
        body.Has(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(v => v.GetString() ?? "")]
            : [];

    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(this JsonElement body, string name) =>
        body.Has(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? [.. value.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString() ?? ""))]
            : [];

    public static Captured? Captured(this JsonElement body) =>
        body.Has("before", out var value)
            ? new Captured([
                .. value.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString())),
            ])
            : null;

    public static Answer Answer(this JsonElement body) =>
        new(body.Is("yes"), body.Text("by") ?? "", body.Time("at") ?? default, body.Text("evidence"));

    private static bool Has(this JsonElement body, string name, out JsonElement value)
    {
        value = default;
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out value);
    }
}
