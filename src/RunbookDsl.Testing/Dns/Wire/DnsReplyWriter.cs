namespace RunbookDsl.Testing;

/// <summary>Writes the answer to a query.</summary>
internal static class DnsReplyWriter
{
    /// <summary>Bytes over UDP that fit every path, for clients that take more.</summary>
    public const int UdpLimit = 1232;

    private const int Answer = 0x8000;
    private const int Authoritative = 0x0400;
    private const int Truncated = 0x0200;
    private const int RecursionAvailable = 0x0080;

    // Opcode, "recursion desired" and "checking disabled" are echoed.
    private const int Echoed = 0x7910;

    /// <summary>The message, or the short form of it that sends the client to TCP.</summary>
    /// <param name="query">What came in.</param>
    /// <param name="reply">What is answered.</param>
    /// <param name="recurses">Whether the server is a resolver.</param>
    /// <param name="isTcp">Whether it goes over TCP.</param>
    /// <exception cref="FormatException">A record of the world cannot be written: says which.</exception>
    public static byte[] Write(DnsQuery query, DnsReply reply, bool recurses, bool isTcp)
    {
        var flags = Answer | (query.Flags & Echoed);
        flags |= reply.IsAuthoritative && !recurses ? Authoritative : 0;
        flags |= recurses ? RecursionAvailable : 0;
        var limit = isTcp ? ushort.MaxValue : Math.Min(query.UdpSize, UdpLimit);
        var message = Message(query, reply, flags);
        return message.Length <= limit
            ? message
            : Message(query, new DnsReply(reply.Rcode), flags | Truncated);
    }

    private static byte[] Message(DnsQuery query, DnsReply reply, int flags)
    {
        var writer = new DnsWriter();
        writer.Number(query.Id);
        writer.Number(flags | (reply.Rcode & 15));
        writer.Number(query.Question is null ? 0 : 1);
        writer.Number(reply.Answers.Length);
        writer.Number(reply.Authority.Length);
        writer.Number(reply.Additional.Length + (query.HasEdns ? 1 : 0));
        if (query.Question is { } question)
            writer.Question(question.Name, query.RawQuestion.Span);
        foreach (var record in reply.Answers.Concat(reply.Authority).Concat(reply.Additional))
            writer.Record(record);
        if (query.HasEdns)
            Edns(writer, query, reply.Rcode);
        return writer.ToArray();
    }

    private static void Edns(DnsWriter writer, DnsQuery query, int rcode)
    {
        writer.Name("");
        writer.Number(DnsType.Opt);
        writer.Number(UdpLimit);
        writer.Number((rcode >> 4) << 8);
        writer.Number(query.WantsDnssec ? 0x8000 : 0);
        writer.Number(0);
    }
}
