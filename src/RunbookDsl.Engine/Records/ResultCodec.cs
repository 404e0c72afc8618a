using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Engine;

/// <summary>
/// Step results between .NET and the journal's JSON. Simple values and generated types need no reflection.
/// </summary>
internal static class ResultCodec
{
    public static ReadOnlyMemory<byte> Json(object? value, JsonTypeInfo? info)
    {
        var writer = new BodyWriter();
        switch (value)
        {
            case null or Unit:
                writer.WriteStringValue(null);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteRawValue(flag ? "true"u8 : "false"u8);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            default:
                return Framework.Json(value, info);
        }
        return writer.Written;
    }

    /// <summary>The same JSON on one line.</summary>
    public static ReadOnlyMemory<byte> Compact(JsonElement json) => Framework.Compact(json);

    /// <summary>Reads a value of a type that no operation has any more.</summary>
    public static object? Read(JsonElement json, Type type) =>
        type == typeof(Unit) ? Unit.Value : Framework.Read(json, type);

    public static object? Read(JsonElement json, Operation operation)
    {
        var type = operation.ResultType;
        if (type == typeof(Unit))
            return Unit.Value;
        if (json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return null;
        if (type == typeof(string))
            return json.GetString();
        if (type == typeof(bool))
            return json.GetBoolean();
        if (type == typeof(int))
            return json.GetInt32();
        if (type == typeof(long))
            return json.GetInt64();
        if (type == typeof(double))
            return json.GetDouble();
        return operation.ResultJson is { } info ? json.Deserialize(info) : Framework.Read(json, type);
    }

    // In a class of its own: touching its options loads the serialiser, which start-up must not pay for.
    private static class Framework
    {
        // Read with cat at 3 AM: only what JSON itself demands is escaped. Nothing of it ever goes into a
        // page.
        private static readonly JsonWriterOptions Plain = new()
        {
            SkipValidation = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

        private static readonly JsonSerializerOptions Options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            IncludeFields = true,
        };

        public static ReadOnlyMemory<byte> Json(object value, JsonTypeInfo? info)
        {
            var buffer = new ArrayBufferWriter<byte>(128);
            using (var writer = new Utf8JsonWriter(buffer, Plain))
                if (info is not null)
                    JsonSerializer.Serialize(writer, value, info);
                else
                    JsonSerializer.Serialize(writer, value, value.GetType(), Options);
            return buffer.WrittenMemory;
        }

        public static ReadOnlyMemory<byte> Compact(JsonElement json)
        {
            var buffer = new ArrayBufferWriter<byte>(128);
            using (var writer = new Utf8JsonWriter(buffer, Plain))
                json.WriteTo(writer);
            return buffer.WrittenMemory;
        }

        public static object? Read(JsonElement json, Type type) => json.Deserialize(type, Options);
    }
}
