using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Engine;

/// <summary>
/// Step results between .NET and the journal's JSON. Simple values and generated types need no reflection.
/// </summary>
internal static class ResultCodec
{
    public static void Write(Utf8JsonWriter writer, object? value, JsonTypeInfo? info)
    {
        switch (value)
        {
            case null or Unit:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            default:
                WriteObject(writer, value, info);
                break;
        }
    }

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
        return operation.ResultJson is { } info ? json.Deserialize(info) : Reflection.Read(json, type);
    }

    private static void WriteObject(Utf8JsonWriter writer, object value, JsonTypeInfo? info)
    {
        if (info is not null)
            JsonSerializer.Serialize(writer, value, info);
        else
            Reflection.Write(writer, value);
    }

    // In a class of its own: touching its options loads the reflection serialiser, which start-up must not
    // pay for.
    private static class Reflection
    {
        private static readonly JsonSerializerOptions Options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            IncludeFields = true,
        };

        public static void Write(Utf8JsonWriter writer, object value) =>
            JsonSerializer.Serialize(writer, value, value.GetType(), Options);

        public static object? Read(JsonElement json, Type type) => json.Deserialize(type, Options);
    }
}
