using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing;

/// <summary>The content of records, from text as in a zone file to what goes over the wire.</summary>
internal static class DnsContent
{
    /// <summary>The data of a record.</summary>
    /// <exception cref="FormatException">The text is none of this type: says why.</exception>
    public static ImmutableArray<DnsPiece> Parse(ushort type, string text) =>
        type switch
        {
            DnsType.A => [Address(text, AddressFamily.InterNetwork, "an IPv4 address such as 192.0.2.10")],
            DnsType.Aaaa =>
            [
                Address(text, AddressFamily.InterNetworkV6, "an IPv6 address such as 2001:db8::10"),
            ],
            DnsType.Ns or DnsType.Cname or DnsType.Ptr => [Host(text)],
            DnsType.Mx => Mx(text),
            DnsType.Srv => Srv(text),
            DnsType.Txt => DnsText.Parse(text),
            DnsType.Hinfo => DnsText.Parse(text),
            DnsType.Caa => Caa(text),
            DnsType.Soa => Soa(text),
            _ => throw new FormatException($"no record of type {DnsType.Name(type)} can be served"),
        };

    private static DnsPiece Address(string text, AddressFamily family, string expected) =>
        IPAddress.TryParse(text, out var address)
        && address.AddressFamily == family
        && (family == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? DnsPiece.Of(address.GetAddressBytes())
            : throw Not(text, expected);

    private static ImmutableArray<DnsPiece> Mx(string text) =>
        Words(text) is [var preference, var host]
            ? [DnsPiece.Number(Number(preference, ushort.MaxValue)), Host(host)]
            : throw Not(text, "a mail server such as '10 mail.example.org'");

    private static ImmutableArray<DnsPiece> Srv(string text) =>
        Words(text) is [var priority, var weight, var port, var target]
            ?
            [
                DnsPiece.Number(Number(priority, ushort.MaxValue)),
                DnsPiece.Number(Number(weight, ushort.MaxValue)),
                DnsPiece.Number(Number(port, ushort.MaxValue)),
                Host(target, mayPoint: false),
            ]
            : throw Not(text, "a service such as '10 5 5060 sip.example.org'");

    private static ImmutableArray<DnsPiece> Caa(string text)
    {
        if (text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is not [var flags, var tag, var value])
            throw Not(text, "a policy such as '0 issue \"letsencrypt.org\"'");
        if (tag.Length > 15 || !tag.All(char.IsAsciiLetterOrDigit))
            throw Not(tag, "a tag such as issue, issuewild or iodef");
        return
        [
            DnsPiece.Of((byte)Number(flags, byte.MaxValue), (byte)tag.Length),
            DnsPiece.Of([.. tag.Select(c => (byte)c)]),
            DnsPiece.Of(DnsText.Bytes(value)),
        ];
    }

    private static ImmutableArray<DnsPiece> Soa(string text) =>
        Words(text) is [var primary, var mailbox, .. var numbers] && numbers.Length == 5
            ? [Host(primary), Host(mailbox), .. numbers.Select(n => DnsPiece.Long(Long(n)))]
            : throw Not(text, "two names and five numbers");

    private static DnsPiece Host(string text, bool mayPoint = true)
    {
        if (text.Contains(' ', StringComparison.Ordinal) || text.Length == 0)
            throw Not(text, "a name such as www.example.org");
        _ = DnsName.Labels(text);
        return new(null, DnsName.Plain(text), mayPoint);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw Not(text, $"a number up to {most}");

    private static uint Long(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Not(text, $"a number up to {uint.MaxValue}");

    private static FormatException Not(string text, string expected) => new($"'{text}' is not {expected}");
}
