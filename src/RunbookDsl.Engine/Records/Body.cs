using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Writes the JSON bodies of journal records without reflection.</summary>
internal static class Body
{
    // Read with cat at 3 AM: only what JSON itself demands is escaped. Nothing of it ever goes into a page.
    public static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JournalRecord Record(
        string type,
        string? step,
        int attempt,
        Action<Utf8JsonWriter>? write = null
    ) =>
        new()
        {
            Type = type,
            Step = step,
            Attempt = attempt,
            Body = write is null ? default : Object(write),
        };

    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    public static void Optional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    public static void Flag(this Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
            writer.WriteBoolean(name, true);
    }

    public static void Strings(this Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    public static void Captured(this Utf8JsonWriter writer, Captured? before)
    {
        if (before is null)
            return;
        writer.WriteStartObject("before");
        foreach (var (name, value) in before.Values)
            writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    public static void Pairs(
        this Utf8JsonWriter writer,
        string name,
        IEnumerable<KeyValuePair<string, string>> pairs
    )
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in pairs)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    public static void Answer(this Utf8JsonWriter writer, string question, Answer answer)
    {
        writer.WriteString("question", question);
        writer.WriteBoolean("yes", answer.Yes);
        writer.WriteString("by", answer.By);
        writer.WriteString("at", answer.At);
        writer.Optional("evidence", answer.Evidence);
    }
}
