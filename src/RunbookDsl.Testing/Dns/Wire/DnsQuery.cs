using System.Buffers.Binary;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>A message that came in, as far as it can be read.</summary>
internal sealed record DnsQuery
{
    public const int HeaderLength = 12;

    /// <summary>An option for local use (RFC 6891) in which our clients name the step that asks.</summary>
    public const ushort StepOption = 65001;

    private const int MostRecords = 16;

    /// <summary>Number of the query, to be echoed.</summary>
    public ushort Id { get; private init; }

    /// <summary>The second 16 bits of the header.</summary>
    public ushort Flags { get; private init; }

    /// <summary>0 asks.</summary>
    public int Opcode => (Flags >> 11) & 15;

    /// <summary>What is asked; null when the message is malformed.</summary>
    public DnsQuestion? Question { get; private init; }

    /// <summary>The bytes of the question, to be echoed; empty when the message is malformed.</summary>
    public ReadOnlyMemory<byte> RawQuestion { get; private init; }

    /// <summary>Whether the client speaks EDNS0, and so wants to be answered.</summary>
    public bool HasEdns { get; private init; }

    /// <summary>How many bytes the client takes over UDP.</summary>
    public int UdpSize { get; private init; } = 512;

    /// <summary>Version of EDNS that the client speaks; only 0 exists.</summary>
    public int EdnsVersion { get; private init; }

    /// <summary>Whether the client asked for signatures; it is told that it did.</summary>
    public bool WantsDnssec { get; private init; }

    /// <summary>The step that asks, where the client is one of ours; else null.</summary>
    public string? Step { get; private init; }

    /// <summary>A question that came over no wire.</summary>
    public static DnsQuery Of(DnsQuestion question) => new() { Question = question };

    /// <summary>Reads a message. Null for what is to be passed over in silence: an answer, or
    /// rubbish.</summary>
    public static DnsQuery? Read(ReadOnlyMemory<byte> message)
    {
        var bytes = message.Span;
        if (bytes.Length < HeaderLength || (bytes[2] & 0x80) != 0)
            return null;
        var query = new DnsQuery
        {
            Id = BinaryPrimitives.ReadUInt16BigEndian(bytes),
            Flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
        };
        // What other opcodes carry is not looked at.
        if (query.Opcode != 0 || Count(bytes, 4) != 1)
            return query;
        var at = HeaderLength;
        if (!DnsName.TryRead(bytes, ref at, false, out var name) || at + 4 > bytes.Length)
            return query;
        var question = new DnsQuestion(
            DnsName.Plain(name),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..])
        );
        at += 4;
        var asked = query with { Question = question, RawQuestion = message[HeaderLength..at] };
        return asked.ReadRecords(bytes, at) ?? query;
    }

    private static int Count(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    // Null when they are broken. Only EDNS means anything to us.
    private DnsQuery? ReadRecords(ReadOnlySpan<byte> bytes, int at)
    {
        var before = Count(bytes, 6) + Count(bytes, 8);
        var all = before + Count(bytes, 10);
        if (all > MostRecords)
            return null;
        var query = this;
        for (var i = 0; i < all; i++)
        {
            if (!DnsName.TryRead(bytes, ref at, true, out var owner) || at + 10 > bytes.Length)
                return null;
            var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 8)..]);
            if (at + 10 + length > bytes.Length)
                return null;
            if (type == DnsType.Opt)
            {
                if (i < before || query.HasEdns || owner.Length > 0)
                    return null;
                if (query.ReadEdns(bytes.Slice(at, 10 + length)) is not { } extended)
                    return null;
                query = extended;
            }
            at += 10 + length;
        }
        return at == bytes.Length ? query : null;
    }

    private DnsQuery? ReadEdns(ReadOnlySpan<byte> record)
    {
        var edns = this with
        {
            HasEdns = true,
            UdpSize = Math.Max(512, (int)BinaryPrimitives.ReadUInt16BigEndian(record[2..])),
            EdnsVersion = record[5],
            WantsDnssec = (record[6] & 0x80) != 0,
        };
        for (var at = 10; at < record.Length; )
        {
            if (at + 4 > record.Length)
                return null;
            var option = BinaryPrimitives.ReadUInt16BigEndian(record[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(record[(at + 2)..]);
            if (at + 4 + length > record.Length)
                return null;
            if (option == StepOption && length is > 0 and <= 200)
                edns = edns with { Step = Encoding.UTF8.GetString(record.Slice(at + 4, length)) };
            at += 4 + length;
        }
        return edns;
    }
}
