using System.Buffers.Binary;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>One packet of the SFTP protocol while it is written.</summary>
internal sealed class SftpReply
{
    private readonly MemoryStream _bytes = new();

    public SftpReply(byte kind, uint? id)
    {
        _bytes.Write([0, 0, 0, 0, kind]);
        if (id is { } number)
            Number(number);
    }

    public SftpReply Number(uint value)
    {
        var four = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, value);
        _bytes.Write(four);
        return this;
    }

    public SftpReply Bytes(ReadOnlySpan<byte> bytes)
    {
        Number((uint)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public SftpReply Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Size, owner, mode and times.</summary>
    public SftpReply Attributes(FileNode node)
    {
        const uint SizeOwnerModeTime = 0xF;
        var kind = node.Kind switch
        {
            FileNodeKind.Folder => 0x4000u,
            FileNodeKind.Link => 0xA000u,
            _ => 0x8000u,
        };
        var owner = node.Owner == "root" ? 0u : 1000u;
        var time = (uint)node.Modified.ToUnixTimeSeconds();
        Number(SizeOwnerModeTime).Number(0).Number((uint)node.Content.Length);
        return Number(owner).Number(owner).Number(kind | (uint)node.Mode).Number(time).Number(time);
    }

    public byte[] Packet()
    {
        var packet = _bytes.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(packet, packet.Length - 4);
        return packet;
    }
}
