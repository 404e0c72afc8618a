using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>What the first line of a segment says about it, read back.</summary>
internal sealed record SegmentFacts(
    string RunId,
    string Runbook,
    Owner By,
    string? Previous,
    long Length,
    TornTail? Torn
)
{
    internal static SegmentFacts? Read(ReadOnlyMemory<byte> json)
    {
        var s = new FlatJson(json);
        if (s.Text("run"u8) is not { } run || s.Text("runbook"u8) is not { } runbook)
            return null;
        if (OwnerFormat.Read(s.Find("by"u8)) is not { } by)
            return null;
        var torn = s.Find("torn"u8);
        if (torn.IsEmpty)
            return new SegmentFacts(run, runbook, by, s.Text("prev"u8), s.Number("length"u8) ?? 0, null);
        try
        {
            using var document = JsonDocument.Parse(torn);
            return new SegmentFacts(
                run,
                runbook,
                by,
                s.Text("prev"u8),
                s.Number("length"u8) ?? 0,
                ReadTorn(document.RootElement)
            );
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static TornTail ReadTorn(JsonElement torn)
    {
        var lines = new List<TornLine>();
        foreach (var line in torn.GetProperty("lines"u8).EnumerateArray())
        {
            lines.Add(
                new TornLine(
                    line.TryGetProperty("t"u8, out var type) ? type.GetString() : null,
                    line.TryGetProperty("step"u8, out var step) ? step.GetString() : null,
                    line.GetProperty("attempt"u8).GetInt32()
                )
            );
        }
        return new TornTail(
            torn.GetProperty("segment"u8).GetString()!,
            torn.GetProperty("offset"u8).GetInt64(),
            torn.GetProperty("length"u8).GetInt64(),
            torn.GetProperty("after"u8).GetInt64(),
            lines
        );
    }
}
