using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace RunbookDsl.Dns;

/// <summary>
/// Reads an answer (RFC 1035, 4.1). It comes from anybody who can reach the port: nothing in it is followed
/// forwards, and what leads out of it is broken.
/// </summary>
internal ref struct ReplyReader(ReadOnlySpan<byte> message)
{
    private const int HeaderLength = 12;
    private const int MostRecords = 4096;
    private const int LongestName = 255;
    private static readonly string[] Rcodes =
    [
        "NOERROR",
        "FORMERR",
        "SERVFAIL",
        "NXDOMAIN",
        "NOTIMP",
        "REFUSED",
    ];

    private readonly ReadOnlySpan<byte> _message = message;
    private int _at = HeaderLength;

    /// <summary>Whether it answers the query: same number, same question, letter case aside.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query)
    {
        if (
            message.Length < HeaderLength
            || (message[2] & 0x80) == 0
            || !message[..2].SequenceEqual(query[..2])
        )
            return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1)
            return false;
        var question = query.Slice(HeaderLength, QuestionLength(query));
        return message.Length >= HeaderLength + question.Length
            && Ascii.EqualsIgnoreCase(message.Slice(HeaderLength, question.Length), question);
    }

    /// <summary>Whether the rest is to be had over TCP.</summary>
    public static bool IsCut(ReadOnlySpan<byte> message) => (message[2] & 2) != 0;

    /// <summary>What it says; null when it is broken.</summary>
    public static NameAnswer? Read(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query, string server)
    {
        var reader = new ReplyReader(message) { _at = HeaderLength + QuestionLength(query) };
        var count = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        if (count > MostRecords)
            return null;
        var records = ImmutableArray.CreateBuilder<NameRecord>();
        for (var i = 0; i < count; i++)
            if (reader.Record() is { } record)
                records.Add(record);
            else
                return null;
        var code = message[3] & 15;
        return new(
            code < Rcodes.Length ? Rcodes[code] : string.Create(CultureInfo.InvariantCulture, $"RCODE{code}"),
            server
        )
        {
            Records = records.ToImmutable(),
            IsAuthoritative = (message[2] & 4) != 0,
        };
    }

    // Ours has no pointers.
    private static int QuestionLength(ReadOnlySpan<byte> query)
    {
        var at = HeaderLength;
        while (query[at] != 0)
            at += query[at] + 1;
        return at + 5 - HeaderLength;
    }

    private NameRecord? Record()
    {
        if (Name(ref _at) is not { } name || _at + 10 > _message.Length)
            return null;
        var type = Number(_at);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(_message[(_at + 4)..]);
        var length = Number(_at + 8);
        var at = _at + 10;
        if (at + length > _message.Length)
            return null;
        _at = at + length;
        // A TTL with the highest bit set is none (RFC 2181, 8).
        return Content(type, at, length) is { } content
            ? new(name, RecordTypes.Name(type), content, TimeSpan.FromSeconds(ttl > int.MaxValue ? 0 : ttl))
            : null;
    }

    private readonly string? Content(ushort type, int at, int length)
    {
        var data = _message.Slice(at, length);
        return type switch
        {
            1 => length == 4 ? new IPAddress(data).ToString() : null,
            28 => length == 16 ? new IPAddress(data).ToString() : null,
            2 or 5 or 12 => Name(ref at),
            15 => length > 2 ? Join(Text(Number(at)), at + 2) : null,
            33 => length > 6
                ? Join($"{Text(Number(at))} {Text(Number(at + 2))} {Text(Number(at + 4))}", at + 6)
                : null,
            6 => Soa(at),
            16 => Strings(data),
            257 => length > 2 && data[1] + 2 <= length
                ? $"{Text(data[0])} {Encoding.ASCII.GetString(data.Slice(2, data[1]))} "
                    + Quoted(data[(2 + data[1])..])
                : null,
            // RFC 3597, 5.
            _ => $@"\# {Text(length)} {Convert.ToHexStringLower(data)}".TrimEnd(),
        };
    }

    private readonly string? Soa(int at)
    {
        if (Name(ref at) is not { } primary || Name(ref at) is not { } mailbox || at + 20 > _message.Length)
            return null;
        var text = new StringBuilder($"{primary} {mailbox}");
        for (var i = 0; i < 5; i++)
            text.Append(
                CultureInfo.InvariantCulture,
                $" {BinaryPrimitives.ReadUInt32BigEndian(_message[(at + i * 4)..])}"
            );
        return text.ToString();
    }

    private static string? Strings(ReadOnlySpan<byte> data)
    {
        var all = new List<string>();
        for (var at = 0; at < data.Length; at += data[at] + 1)
            if (at + 1 + data[at] <= data.Length)
                all.Add(Quoted(data.Slice(at + 1, data[at])));
            else
                return null;
        return string.Join(' ', all);
    }

    private readonly string? Join(string before, int at) =>
        Name(ref at) is { } name ? $"{before} {name}" : null;

    // Pointers lead backwards only, so that no name is endless.
    private readonly string? Name(ref int at)
    {
        var text = new StringBuilder();
        var (end, from) = (-1, at);
        while (from < _message.Length && text.Length <= LongestName * 4)
        {
            int length = _message[from];
            if (length == 0)
            {
                at = end < 0 ? from + 1 : end;
                return text.Length == 0 ? "." : text.ToString(0, text.Length - 1);
            }
            if (length >= 0xc0)
            {
                if (from + 1 >= _message.Length)
                    return null;
                var to = Number(from) & 0x3fff;
                if (to >= from)
                    return null;
                end = end < 0 ? from + 2 : end;
                from = to;
                continue;
            }
            if (length > 63 || from + 1 + length > _message.Length)
                return null;
            foreach (var b in _message.Slice(from + 1, length))
                Append(text, b);
            text.Append('.');
            from += length + 1;
        }
        return null;
    }

    private static void Append(StringBuilder text, byte letter)
    {
        if (char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_' or (byte)'*')
            text.Append(char.ToLowerInvariant((char)letter));
        else
            text.Append(CultureInfo.InvariantCulture, $"\\{letter:000}");
    }

    private static string Quoted(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder("\"");
        foreach (var b in data)
            if (b is (byte)'"' or (byte)'\\')
                text.Append('\\').Append((char)b);
            else if (b is >= 32 and < 127)
                text.Append((char)b);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\{b:000}");
        return text.Append('"').ToString();
    }

    private readonly ushort Number(int at) => BinaryPrimitives.ReadUInt16BigEndian(_message[at..]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
