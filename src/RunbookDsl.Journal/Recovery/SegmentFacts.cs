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
        try
        {
            using var document = JsonDocument.Parse(json);
            var s = document.RootElement;
            return new SegmentFacts(
                s.GetProperty("run"u8).GetString()!,
                s.GetProperty("runbook"u8).GetString()!,
                OwnerFormat.Read(s.GetProperty("by"u8)),
                s.TryGetProperty("prev"u8, out var previous) ? previous.GetString() : null,
                s.TryGetProperty("length"u8, out var length) ? length.GetInt64() : 0,
                s.TryGetProperty("torn"u8, out var torn) ? ReadTorn(torn) : null
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
