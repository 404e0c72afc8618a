using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Writes the JSON bodies of journal records without reflection.</summary>
internal static class Body
{
    public static JournalRecord Record(
        string type,
        string? step,
        int attempt,
        Action<BodyWriter>? write = null
    ) =>
        new()
        {
            Type = type,
            Step = step,
            Attempt = attempt,
            Body = write is null ? default : Object(write),
        };

    public static ReadOnlyMemory<byte> Object(Action<BodyWriter> write)
    {
        var writer = new BodyWriter();
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        return writer.Written;
    }

    public static void Optional(this BodyWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    public static void Flag(this BodyWriter writer, string name, bool value)
    {
        if (value)
            writer.WriteBoolean(name, true);
    }

    public static void Strings(this BodyWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    public static void Captured(this BodyWriter writer, Captured? before)
    {
        if (before is null)
            return;
        writer.WriteStartObject("before");
        foreach (var (name, value) in before.Values)
            writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    public static void Pairs(
        this BodyWriter writer,
        string name,
        IEnumerable<KeyValuePair<string, string>> pairs
    )
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in pairs)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    public static void Answer(this BodyWriter writer, string question, Answer answer)
    {
        writer.WriteString("question", question);
        writer.WriteBoolean("yes", answer.Yes);
        writer.WriteString("by", answer.By);
        writer.WriteString("at", answer.At);
        writer.Optional("evidence", answer.Evidence);
        writer.Flag("breakGlass", answer.IsBreakGlass);
    }
}
