using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Queries as our own client writes them, and the answers it reads.</summary>
internal static class DnsMessage
{
    private const int MostRecords = 4096;

    /// <summary>A query that asks to be resolved, with EDNS0.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="question">What it asks for.</param>
    /// <param name="step">The step that asks; null says nothing of it.</param>
    public static byte[] Query(ushort id, DnsQuestion question, string? step)
    {
        var writer = new DnsWriter();
        foreach (var number in (int[])[id, 0x0100, 1, 0, 0, 1])
            writer.Number(number);
        writer.Name(question.Name);
        writer.Number(question.Type);
        writer.Number(question.Class);
        writer.Name("");
        writer.Number(DnsType.Opt);
        writer.Number(DnsReplyWriter.UdpLimit);
        writer.Long(0);
        var text = Encoding.UTF8.GetBytes(step ?? "");
        writer.Number(text.Length == 0 ? 0 : text.Length + 4);
        if (text.Length > 0)
        {
            writer.Number(DnsQuery.StepOption);
            writer.Number(text.Length);
            writer.Bytes(text);
        }
        return writer.ToArray();
    }

    /// <summary>Whether the message is an answer to the query of this number, cut short or not.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> message, ushort id) =>
        message.Length >= DnsQuery.HeaderLength
        && BinaryPrimitives.ReadUInt16BigEndian(message) == id
        && (message[2] & 0x80) != 0;

    /// <summary>Whether the rest is to be had over TCP.</summary>
    public static bool IsTruncated(ReadOnlySpan<byte> message) => (message[2] & 2) != 0;

    /// <summary>Reads an answer; null when it is broken.</summary>
    public static NameAnswer? Read(ReadOnlySpan<byte> message, string server)
    {
        if (message.Length < DnsQuery.HeaderLength)
            return null;
        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var count = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        var at = DnsQuery.HeaderLength;
        if (questions > 1 || count > MostRecords)
            return null;
        if (questions == 1 && (!DnsName.TryRead(message, ref at, true, out _) || (at += 4) > message.Length))
            return null;
        var records = ImmutableArray.CreateBuilder<NameRecord>();
        for (var i = 0; i < count; i++)
            if (ReadRecord(message, ref at) is { } record)
                records.Add(record);
            else
                return null;
        return new(DnsRcode.Name(message[3] & 15), server)
        {
            Records = records.ToImmutable(),
            IsAuthoritative = (message[2] & 4) != 0,
        };
    }

    private static NameRecord? ReadRecord(ReadOnlySpan<byte> message, ref int at)
    {
        if (!DnsName.TryRead(message, ref at, true, out var name) || at + 10 > message.Length)
            return null;
        var type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        at += 10;
        if (at + length > message.Length)
            return null;
        // What leads out of the data is broken; pointers lead backwards only.
        var content = DnsData.Show(type, message[..(at + length)], at);
        at += length;
        return content is null
            ? null
            : new(DnsName.Plain(name), DnsType.Name(type), content, TimeSpan.FromSeconds(ttl));
    }
}
