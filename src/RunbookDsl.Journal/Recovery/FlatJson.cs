using System.Text;
using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>
/// Finds members of one JSON object by scanning, without the JSON reader's start-up cost. Anything that is
/// not such an object has no members.
/// </summary>
internal readonly struct FlatJson(ReadOnlyMemory<byte> json)
{
    internal bool IsObject => json.Span is [(byte)'{', .., (byte)'}'];

    /// <summary>The member's own bytes; none when there is no such member.</summary>
    internal ReadOnlyMemory<byte> Find(ReadOnlySpan<byte> name)
    {
        if (!IsObject)
            return default;
        var at = 1;
        while (Next(ref at) is { IsEmpty: false } key)
        {
            var value = Next(ref at);
            if (key.Length == name.Length + 2 && key.Span[1..^1].SequenceEqual(name))
                return value;
        }
        return default;
    }

    /// <summary>The text of a member; null when there is none, or it is none.</summary>
    internal string? Text(ReadOnlySpan<byte> name)
    {
        var value = Find(name);
        if (value.Span is not [(byte)'"', .., (byte)'"'])
            return null;
        return value.Span.Contains((byte)'\\')
            ? Unescaped(value)
            : Encoding.UTF8.GetString(value.Span[1..^1]);
    }

    /// <summary>A whole number; null when there is none.</summary>
    internal long? Number(ReadOnlySpan<byte> name) => LineScan.Number(Find(name).Span);

    /// <summary>A time as the journal writes it; null when there is none.</summary>
    internal DateTimeOffset? Time(ReadOnlySpan<byte> name) =>
        Find(name).Span is [(byte)'"', .. var text, (byte)'"'] ? LineScan.Time(text) : null;

    // The next name or value, whatever stands between them.
    private ReadOnlyMemory<byte> Next(ref int at)
    {
        var bytes = json.Span;
        while (at < bytes.Length && bytes[at] is (byte)',' or (byte)':' or (byte)' ')
            at++;
        var start = at;
        at = LineScan.EndOfValue(bytes, at);
        return at > start ? json[start..at] : default;
    }

    private static string? Unescaped(ReadOnlyMemory<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text.Span);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
