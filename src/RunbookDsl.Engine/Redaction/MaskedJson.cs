using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RunbookDsl.Engine;

/// <summary>
/// Masks JSON text by text, before it is escaped: a secret inside a text that is itself JSON, or a number
/// that
/// is one, is found like any other, and what comes out is JSON.
/// </summary>
internal static class MaskedJson
{
    private static readonly JsonWriterOptions Plain = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json, Redactor redactor)
    {
        var reader = new Utf8JsonReader(json.Span);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            while (reader.Read())
                Copy(ref reader, writer, redactor);
        return buffer.WrittenMemory;
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, Redactor redactor)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(redactor.Mask(reader.GetString()!));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(redactor.Mask(reader.GetString()!));
                break;
            default:
                var text = Encoding.UTF8.GetString(reader.ValueSpan);
                if (redactor.Mask(text) is var masked && masked != text)
                    writer.WriteStringValue(masked);
                else
                    writer.WriteRawValue(text, skipInputValidation: true);
                break;
        }
    }
}
