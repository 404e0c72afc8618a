using System.Buffers.Binary;
using System.Text;

namespace RunbookDsl.Dns;

/// <summary>Writes a query (RFC 1035, 4.1) that asks to be resolved, with EDNS0 (RFC 6891).</summary>
internal static class QueryWriter
{
    /// <summary>The longest answer over UDP that is asked for: it passes every path unbroken.</summary>
    public const int UdpSize = 1232;

    private const int Room = 12 + 255 + 4 + 11;
    private const ushort Opt = 41;

    /// <exception cref="OperationFailedException">The name cannot be asked for.</exception>
    public static byte[] Write(ushort id, string name, ushort type)
    {
        var query = new byte[Room];
        var at = 0;
        void Number(int number)
        {
            BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(at), (ushort)number);
            at += 2;
        }
        foreach (var number in (int[])[id, 0x0100, 1, 0, 0, 1])
            Number(number);
        foreach (var label in Labels(name))
        {
            query[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, query.AsSpan(at));
        }
        at++;
        Number(type);
        Number(1);
        at++;
        foreach (var number in (int[])[Opt, UdpSize, 0, 0, 0])
            Number(number);
        return query[..at];
    }

    private static string[] Labels(string name)
    {
        var plain = name.EndsWith('.') ? name[..^1] : name;
        var labels = plain.Split('.');
        return
            plain.Length is > 0 and <= 253
            && Array.TrueForAll(labels, l => l.Length is > 0 and <= 63 && Ascii.IsValid(l))
            ? labels
            : throw new OperationFailedException($"'{name}' is no name that can be asked for");
    }
}
