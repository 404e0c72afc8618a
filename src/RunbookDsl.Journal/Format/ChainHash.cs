namespace RunbookDsl.Journal;

/// <summary>The chain's link: the first 128 bits of SHA-256, as 22 characters of base64url.</summary>
internal static class ChainHash
{
    internal const int Length = 22;

    /// <summary>What the first line of all has as its predecessor.</summary>
    internal static ReadOnlySpan<byte> None => "AAAAAAAAAAAAAAAAAAAAAA"u8;

    private static ReadOnlySpan<byte> Alphabet =>
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8;

    /// <param name="line">The hashed part of the line.</param>
    /// <param name="into">Takes 22 characters.</param>
    /// <param name="total">Bytes of all lines that will be hashed.</param>
    internal static void Compute(ReadOnlySpan<byte> line, Span<byte> into, long total = 0)
    {
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        ContentHash.Sha256(line, digest, total);
        Encode(digest[..16], into);
    }

    private static void Encode(ReadOnlySpan<byte> from, Span<byte> into)
    {
        var bits = 0u;
        var have = 0;
        var at = 0;
        foreach (var b in from)
        {
            bits = (bits << 8) | b;
            for (have += 8; have >= 6; have -= 6)
                into[at++] = Alphabet[(int)(bits >> (have - 6)) & 63];
        }
        into[at] = Alphabet[(int)(bits << (6 - have)) & 63];
    }
}
