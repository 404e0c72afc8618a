using System.Text;
using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>
/// Reads the fields of one line. Keeps the names it has seen, so that a long journal does not repeat them in
/// memory.
/// </summary>
internal sealed class LineParser
{
    private readonly List<(byte[] Bytes, string Text)> _types = [];
    private readonly ParsedLine _line = new();
    private (byte[] Bytes, string Text) _step = ([], "");

    /// <summary>
    /// Null if this is not a line of this format. What it gives is good until the next call.
    /// </summary>
    internal ParsedLine? Parse(ReadOnlyMemory<byte> line)
    {
        _line.Clear();
        if (new LineFields(line).Read(_line, out var type, out var step))
        {
            _line.Type = TypeName(type);
            _line.Step = step.IsEmpty ? null : StepName(step);
            return _line;
        }
        return ParseAnyForm(line);
    }

    // A later release may add fields and change their order. Apart: it loads the JSON reader.
    private ParsedLine? ParseAnyForm(ReadOnlyMemory<byte> line)
    {
        _line.Clear();
        try
        {
            return ParseFields(line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private ParsedLine? ParseFields(ReadOnlyMemory<byte> line)
    {
        var reader = new Utf8JsonReader(line.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ParseField(ref reader, line, _line);
        return _line.Type is null ? null : _line;
    }

    private void ParseField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, ParsedLine result)
    {
        var name = reader.ValueSpan;
        reader.Read();
        if (name.SequenceEqual("seq"u8))
            result.Seq = reader.GetInt64();
        else if (name.SequenceEqual("ep"u8))
            result.Epoch = reader.GetInt32();
        else if (name.SequenceEqual("d"u8))
            result.Durable = reader.GetInt64();
        else if (name.SequenceEqual("at"u8))
            result.At = reader.GetDateTimeOffset();
        else if (name.SequenceEqual("t"u8))
            result.Type = TypeName(Encoding.UTF8.GetBytes(reader.GetString() ?? ""));
        else if (name.SequenceEqual("step"u8))
            result.Step = reader.GetString();
        else if (name.SequenceEqual("attempt"u8))
            result.Attempt = reader.GetInt32();
        else if (name.SequenceEqual("p"u8))
            result.Previous = line.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        else if (name.SequenceEqual("body"u8))
            result.Body = Raw(ref reader, line);
        else if (name.SequenceEqual("segment"u8))
            result.Segment = Raw(ref reader, line);
        else
            reader.Skip();
    }

    private static ReadOnlyMemory<byte> Raw(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[start..(int)reader.BytesConsumed];
    }

    private string TypeName(ReadOnlySpan<byte> name)
    {
        foreach (var (bytes, text) in _types)
            if (name.SequenceEqual(bytes))
                return text;
        var type = Encoding.UTF8.GetString(name);
        _types.Add((name.ToArray(), type));
        return type;
    }

    private string StepName(ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual(_step.Bytes))
            _step = (name.ToArray(), Encoding.UTF8.GetString(name));
        return _step.Text;
    }
}
