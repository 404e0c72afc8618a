using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>The fields of a journal record; one that is missing is null, never an error.</summary>
internal readonly struct RecordFields(JournalRecord record)
{
    private readonly JsonElement _body = Parse(record.Body);

    public string? Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public bool Is(string name) => Find(name).ValueKind == JsonValueKind.True;

    public DateTimeOffset? Time(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time)
            ? time
            : null;

    private JsonElement Find(string name) =>
        _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty(name, out var found)
            ? found
            : default;

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return default;
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
