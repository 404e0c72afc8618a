using System.Text;
using System.Text.Json;

namespace RunbookDsl.Journal.Postgres;

/// <summary>The lines of one commit, column by column.</summary>
internal sealed class Batch
{
    private readonly List<ParsedLine> _parsed;

    /// <param name="bytes">Whole lines, as they stand in a segment.</param>
    internal Batch(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        var (lines, hashes) = (new List<byte[]>(), new List<byte[]>());
        _parsed = [];
        while (bytes.Span.IndexOf((byte)'\n') is var end && end >= 0)
        {
            lines.Add(bytes[..(end + 1)].ToArray());
            hashes.Add(bytes.Span[..end][^LineFormat.TailLength..].Slice(6, ChainHash.Length).ToArray());
            // One each: what a parser gives is good until its next line only.
            _parsed.Add(new LineParser().Parse(bytes[..end])!);
            bytes = bytes[(end + 1)..];
        }
        (Lines, Hashes) = ([.. lines], [.. hashes]);
        Seqs = [.. _parsed.Select(p => p.Seq)];
        Types = [.. _parsed.Select(p => p.Type!)];
        Steps = [.. _parsed.Select(p => p.Step)];
        Attempts = [.. _parsed.Select(p => p.Attempt == 0 ? (int?)null : p.Attempt)];
        Bodies = [.. _parsed.Select(p => p.Body.IsEmpty ? "{}" : Encoding.UTF8.GetString(p.Body.Span))];
        Status = StatusOf(Types);
        PlanHash = PlanHashOf(_parsed);
    }

    internal ReadOnlyMemory<byte> Bytes { get; }

    internal long[] Seqs { get; }

    internal string[] Types { get; }

    internal string?[] Steps { get; }

    internal int?[] Attempts { get; }

    internal byte[][] Lines { get; }

    internal byte[][] Hashes { get; }

    /// <summary>For queries only: the line itself is the record.</summary>
    internal string[] Bodies { get; private set; }

    internal long LastSeq => Seqs[^1];

    internal byte[] Head => Hashes[^1];

    /// <summary>How the run stands after it; null when it says nothing about that.</summary>
    internal string? Status { get; }

    internal string? PlanHash { get; }

    internal bool IsClosing => Status == "closed";

    /// <summary>The link of the first line to the line before.</summary>
    internal ReadOnlyMemory<byte> Previous => _parsed[0].Previous;

    internal int Segment => _parsed[0].Epoch;

    /// <summary>True when an effect may begin once it is durable.</summary>
    internal bool HasIntent => Array.Exists(Types, IsIntent);

    internal static bool IsIntent(string type) => type is RecordTypes.StepIntent or RecordTypes.UndoIntent;

    /// <summary>
    /// Leaves out what the database cannot take as jsonb, such as a NUL in a text; the lines stay as they
    /// are.
    /// </summary>
    internal void LeaveOutBodies() => Bodies = [.. Bodies.Select(_ => "{}")];

    private static string? StatusOf(string[] types)
    {
        string? status = null;
        foreach (var type in types)
            status = type switch
            {
                RecordTypes.RunResumed => "running",
                RecordTypes.RunPaused => "paused",
                RecordTypes.RunClosed => "closed",
                _ => status,
            };
        return status;
    }

    private static string? PlanHashOf(List<ParsedLine> lines)
    {
        string? hash = null;
        foreach (var line in lines)
            if (line.Type is RecordTypes.PlanFixed && !line.Body.IsEmpty)
            {
                using var body = JsonDocument.Parse(line.Body);
                hash = body.RootElement.TryGetProperty("hash"u8, out var value) ? value.GetString() : hash;
            }
        return hash;
    }
}
