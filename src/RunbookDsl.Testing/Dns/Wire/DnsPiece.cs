namespace RunbookDsl.Testing;

/// <summary>A part of a record's data.</summary>
/// <param name="Bytes">Plain bytes; null for a name.</param>
/// <param name="Name">A name; null for bytes.</param>
/// <param name="MayPoint">Whether the name may be written as a pointer (RFC 3597).</param>
internal sealed record DnsPiece(byte[]? Bytes, string? Name, bool MayPoint = true)
{
    public static DnsPiece Of(params byte[] bytes) => new(bytes, null);

    public static DnsPiece Number(int number) => Of((byte)(number >> 8), (byte)number);

    public static DnsPiece Long(uint number) =>
        Of((byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number);
}
