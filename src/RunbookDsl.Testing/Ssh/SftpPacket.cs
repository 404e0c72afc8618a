using System.Buffers.Binary;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>One packet of the SFTP protocol, version 3, while it is read.</summary>
internal sealed class SftpPacket(byte[] bytes)
{
    private int _at;

    /// <exception cref="FormatException">The packet is shorter.</exception>
    public byte Byte() => Take(1)[0];

    public uint Number() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public byte[] Bytes() => Take(checked((int)Number())).ToArray();

    public string Text() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - _at)
            throw new FormatException("an SFTP packet is shorter than it says");
        _at += count;
        return bytes.AsSpan(_at - count, count);
    }
}
