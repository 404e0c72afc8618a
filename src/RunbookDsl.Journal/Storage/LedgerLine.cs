using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>Reads and writes a line of the ledger.</summary>
internal static class LedgerLine
{
    internal static void Write(LineBuffer to, LedgerEntry entry, Span<byte> chain)
    {
        var start = to.Length;
        to.Raw("{\"v\":1,\"at\":\""u8).Time(entry.At).Raw("\",\"run\":"u8).Text(entry.RunId);
        to.Raw(",\"runbook\":"u8).Text(entry.Runbook).Raw(",\"status\":"u8).Text(entry.Status);
        to.Raw(",\"seq\":"u8).Number(entry.Seq).Raw(",\"head\":"u8).Text(entry.Head);
        to.Raw(",\"p\":\""u8).Raw(chain).Raw("\""u8);
        LineFormat.Seal(to, start, chain);
    }

    /// <summary>Only for a line whose hash agrees.</summary>
    internal static LedgerEntry Read(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new LedgerEntry(
            root.GetProperty("run"u8).GetString()!,
            root.GetProperty("runbook"u8).GetString()!,
            root.GetProperty("status"u8).GetString()!,
            root.GetProperty("seq"u8).GetInt64(),
            root.GetProperty("head"u8).GetString()!,
            root.GetProperty("at"u8).GetDateTimeOffset()
        );
    }

    /// <summary>The link to the line before: the 22 characters in front of the hash's own field.</summary>
    internal static ReadOnlySpan<byte> Previous(ReadOnlyMemory<byte> line) =>
        line.Span[..^(LineFormat.TailLength + 1)][^ChainHash.Length..];
}
