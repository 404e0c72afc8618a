namespace RunbookDsl.Testing;

/// <summary>A write, or a cut when it has no bytes, that no barrier has made durable yet.</summary>
/// <param name="Offset">Where it begins; for a cut, the new length.</param>
/// <param name="Bytes">The bytes; null for a cut.</param>
internal readonly record struct PendingWrite(long Offset, byte[]? Bytes)
{
    private const int Sector = 512;

    /// <summary>The parts of it that a disk writes whole or not at all.</summary>
    internal IEnumerable<(long Offset, ArraySegment<byte> Bytes)> Sectors()
    {
        if (Bytes is null)
            yield break;
        for (var done = 0; done < Bytes.Length; )
        {
            var at = Offset + done;
            var length = (int)Math.Min(Bytes.Length - done, Sector - (at % Sector));
            yield return (at, new ArraySegment<byte>(Bytes, done, length));
            done += length;
        }
    }
}
