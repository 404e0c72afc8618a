using System.Text;
using System.Text.Json;

namespace RunbookDsl.Http;

/// <summary>Reads and writes JSON of APIs; what is missing or of another kind is null, never an
/// error.</summary>
public static class ApiJson
{
    /// <summary>A member of an object; undefined when it is not there.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found)
            ? found
            : default;

    /// <summary>A text, or a number as text; null for anything else.</summary>
    public static string? TextAt(this JsonElement element, string name) =>
        element.At(name) is var found && found.ValueKind == JsonValueKind.String ? found.GetString()
        : found.ValueKind == JsonValueKind.Number ? found.GetRawText()
        : null;

    /// <summary>A whole number; null for anything else.</summary>
    public static long? NumberAt(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>True or false; null for anything else.</summary>
    public static bool? FlagAt(this JsonElement element, string name) =>
        element.At(name).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    /// <summary>The items of an array; none for anything else.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [];

    /// <summary>Writes an object.</summary>
    public static string Write(Action<Utf8JsonWriter> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
