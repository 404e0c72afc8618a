using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>Reads a line of the ledger whose hash agrees.</summary>
internal static class LedgerLine
{
    internal static Anchor Read(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new Anchor(root.GetProperty("seq"u8).GetInt64(), root.GetProperty("head"u8).GetString()!);
    }

    /// <summary>The link to the line before: the 22 characters in front of the hash's own field.</summary>
    internal static ReadOnlySpan<byte> Previous(ReadOnlyMemory<byte> line) =>
        line.Span[..^(LineFormat.TailLength + 1)][^ChainHash.Length..];
}
