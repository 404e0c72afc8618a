using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>The data of records, from the wire to text as in a zone file.</summary>
internal static class DnsData
{
    /// <summary>The text; null when the data is broken.</summary>
    /// <param name="type">Number of the type.</param>
    /// <param name="message">The message up to the end of the data.</param>
    /// <param name="at">Where the data begins.</param>
    public static string? Show(ushort type, ReadOnlySpan<byte> message, int at) =>
        type switch
        {
            DnsType.A => message.Length - at == 4 ? new IPAddress(message[at..]).ToString() : null,
            DnsType.Aaaa => message.Length - at == 16 ? new IPAddress(message[at..]).ToString() : null,
            DnsType.Ns or DnsType.Cname or DnsType.Ptr => Names(message, at, 1, 0),
            DnsType.Mx => Numbered(message, at, 1),
            DnsType.Srv => Numbered(message, at, 3),
            DnsType.Soa => Names(message, at, 2, 5),
            DnsType.Txt or DnsType.Hinfo => Text(message, at),
            DnsType.Caa => Caa(message, at),
            _ => Unknown(message[at..]),
        };

    private static string? Numbered(ReadOnlySpan<byte> message, int at, int count)
    {
        if (at + (2 * count) > message.Length)
            return null;
        var text = new StringBuilder();
        for (var i = 0; i < count; i++, at += 2)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{BinaryPrimitives.ReadUInt16BigEndian(message[at..])} "
            );
        return Names(message, at, 1, 0) is { } name ? text.Append(name).ToString() : null;
    }

    private static string? Names(ReadOnlySpan<byte> message, int at, int names, int numbers)
    {
        var parts = new List<string>();
        for (var i = 0; i < names; i++)
            if (DnsName.TryRead(message, ref at, true, out var name))
                parts.Add(DnsName.Plain(name));
            else
                return null;
        if (at + (4 * numbers) != message.Length)
            return null;
        for (; at < message.Length; at += 4)
            parts.Add(
                BinaryPrimitives.ReadUInt32BigEndian(message[at..]).ToString(CultureInfo.InvariantCulture)
            );
        return string.Join(' ', parts);
    }

    private static string? Text(ReadOnlySpan<byte> message, int at)
    {
        var strings = new List<string>();
        for (; at < message.Length; at += message[at] + 1)
            if (at + 1 + message[at] <= message.Length)
                strings.Add(DnsText.Quote(message.Slice(at + 1, message[at])));
            else
                return null;
        return string.Join(' ', strings);
    }

    private static string? Caa(ReadOnlySpan<byte> message, int at)
    {
        if (at + 2 > message.Length || at + 2 + message[at + 1] > message.Length)
            return null;
        var tag = Encoding.ASCII.GetString(message.Slice(at + 2, message[at + 1]));
        var value = DnsText.Quote(message[(at + 2 + message[at + 1])..]);
        return string.Create(CultureInfo.InvariantCulture, $"{message[at]} {tag} {value}");
    }

    // RFC 3597, 5.
    private static string Unknown(ReadOnlySpan<byte> data) =>
        string.Create(CultureInfo.InvariantCulture, $@"\# {data.Length} {Convert.ToHexStringLower(data)}")
            .TrimEnd();
}
