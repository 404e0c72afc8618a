using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// The addresses with which a provider answers for proxied names, hiding where they really lead: two a zone,
/// the same in each rehearsal, from 203.0.113.224/27 and 2001:db8:ed9e::/48, which are free for
/// documentation.
/// </summary>
public static class EdgeAddresses
{
    private const int First = 224;
    private const int Count = 30;

    /// <summary>Seconds that a resolver may keep them.</summary>
    internal const int Ttl = 300;

    /// <summary>The addresses of a zone: IPv4 and IPv6, two each.</summary>
    public static IReadOnlyList<IPAddress> Of(string zone)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(DnsName.Plain(zone)));
        var one = hash[0] % Count;
        var other = (one + 1 + (hash[1] % (Count - 1))) % Count;
        return [V4(one), V4(other), V6(one), V6(other)];
    }

    /// <summary>Whether it is the address of a provider's edge, and not of a host.</summary>
    public static bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? bytes is [203, 0, 113, >= First and < First + Count]
            : bytes is [0x20, 0x01, 0x0d, 0xb8, 0xed, 0x9e, ..];
    }

    private static IPAddress V4(int number) => new([203, 0, 113, (byte)(First + number)]);

    private static IPAddress V6(int number) =>
        new([0x20, 0x01, 0x0d, 0xb8, 0xed, 0x9e, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(First + number)]);
}
