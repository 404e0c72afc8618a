using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace RunbookDsl.Dns.CloudFlareClient;

/// <summary>Reads a member as the built-in client does: what is of another kind is null, never an
/// error.</summary>
internal sealed class ToldMember : JsonConverter
{
    public override bool CanWrite => false;

    public override bool CanConvert(Type objectType) => true;

    public override object? ReadJson(
        JsonReader reader,
        Type objectType,
        object? existingValue,
        JsonSerializer serializer
    )
    {
        var value = (JToken.Load(reader) as JValue)?.Value;
        return objectType == typeof(string) ? Text(value)
            : objectType == typeof(bool?) ? value as bool?
            : objectType == typeof(int?) ? Number(value)
            : Time(value as string);
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) =>
        throw new NotSupportedException();

    private static string? Text(object? value) =>
        value is string or long or double ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private static object? Number(object? value) =>
        value is long and >= int.MinValue and <= int.MaxValue
            ? Convert.ToInt32(value, CultureInfo.InvariantCulture)
            : null;

    private static object? Time(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time.UtcDateTime
            : null;
}
