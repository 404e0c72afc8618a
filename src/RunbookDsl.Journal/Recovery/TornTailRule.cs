using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>Tells a write that a crash cut off from damage. Only the last segment may be torn.</summary>
internal static class TornTailRule
{
    internal const int Sector = 512;

    /// <summary>
    /// Why the bytes from <paramref name="start"/> on cannot be a torn write; null if they are one.
    /// </summary>
    /// <param name="segment">The whole segment.</param>
    /// <param name="start">Where the first bad line begins.</param>
    /// <param name="seq">The number it should have.</param>
    internal static string? WhyDamaged(ReadOnlyMemory<byte> segment, int start, long seq)
    {
        var end = segment.Span[start..].IndexOf((byte)'\n');
        if (end < 0)
            return null;
        if (LaterLineKnowsItDurable(segment[(start + end + 1)..], seq))
            return "the line that later lines were written after (it was durable then)";
        return HasEmptySector(segment.Span, start, start + end)
            ? null
            : "a line that agrees with its hash and with the line before it";
    }

    /// <summary>What the torn bytes still say, line by line.</summary>
    internal static IReadOnlyList<TornLine> Salvage(ReadOnlySpan<byte> torn)
    {
        var lines = new List<TornLine>();
        while (!torn.IsEmpty)
        {
            var end = torn.IndexOf((byte)'\n');
            lines.Add(ReadPrefix(end < 0 ? torn : torn[..end]));
            torn = end < 0 ? default : torn[(end + 1)..];
        }
        return lines;
    }

    private static bool LaterLineKnowsItDurable(ReadOnlyMemory<byte> rest, long seq)
    {
        var parser = new LineParser();
        int end;
        for (; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            var line = rest[..end];
            if (!LineSeal.Check(line.Span).IsEmpty && parser.Parse(line)?.Durable >= seq)
                return true;
        }
        return false;
    }

    // etcd's test: a disk writes whole sectors, so a part that never arrived is empty from one boundary to
    // the next.
    internal static bool HasEmptySector(ReadOnlySpan<byte> segment, int start, int end)
    {
        while (start < end)
        {
            var next = Math.Min(end, (start / Sector + 1) * Sector);
            if (!segment[start..next].ContainsAnyExcept((byte)0))
                return true;
            start = next;
        }
        return false;
    }

    private static TornLine ReadPrefix(ReadOnlySpan<byte> line)
    {
        var zero = line.IndexOf((byte)0);
        var reader = new Utf8JsonReader(zero < 0 ? line : line[..zero], isFinalBlock: false, default);
        string? type = null;
        string? step = null;
        var attempt = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                var name = reader.ValueSpan;
                if (!reader.Read())
                    break;
                if (name.SequenceEqual("t"u8))
                    type = reader.GetString();
                else if (name.SequenceEqual("step"u8))
                    step = reader.GetString();
                else if (name.SequenceEqual("attempt"u8))
                    attempt = reader.GetInt32();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The rest is unreadable; what was read so far stands.
        }
        return new TornLine(type, step, attempt);
    }
}
