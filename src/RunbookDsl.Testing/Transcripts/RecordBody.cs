using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>Reads the fields of a journal record; one that is missing is empty, never an error.</summary>
internal readonly struct RecordBody(JournalRecord record)
{
    private readonly JsonElement _body = Parse(record.Body);

    public string Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } v ? v.GetString()! : "";

    public bool Is(string name) => Find(name).ValueKind == JsonValueKind.True;

    public long Number(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } v && v.TryGetInt64(out var n) ? n : 0;

    public IReadOnlyList<string> Strings(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } v
            ? [.. v.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : "")]
            : [];

    public IReadOnlyList<string> Names(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } v
            ? [.. v.EnumerateObject().Select(p => p.Name)]
            : [];

    public IReadOnlyList<KeyValuePair<string, string?>> Pairs(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } v
            ?
            [
                .. v.EnumerateObject()
                    .Select(p =>
                        KeyValuePair.Create(
                            p.Name,
                            p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString() : null
                        )
                    ),
            ]
            : [];

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
