using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>Numbers and names of record types.</summary>
internal static class DnsType
{
    public const ushort A = 1;
    public const ushort Ns = 2;
    public const ushort Cname = 5;
    public const ushort Soa = 6;
    public const ushort Ptr = 12;
    public const ushort Hinfo = 13;
    public const ushort Mx = 15;
    public const ushort Txt = 16;
    public const ushort Aaaa = 28;
    public const ushort Srv = 33;
    public const ushort Opt = 41;
    public const ushort Ixfr = 251;
    public const ushort Axfr = 252;
    public const ushort Any = 255;
    public const ushort Caa = 257;

    // A record of the world may have one of the first row; the others can only be asked for.
    private static readonly string[] Served = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SRV", "TXT"];

    private static readonly (ushort Number, string Name)[] Known =
    [
        (A, "A"),
        (Ns, "NS"),
        (Cname, "CNAME"),
        (Soa, "SOA"),
        (Ptr, "PTR"),
        (Hinfo, "HINFO"),
        (Mx, "MX"),
        (Txt, "TXT"),
        (Aaaa, "AAAA"),
        (Srv, "SRV"),
        (29, "LOC"),
        (35, "NAPTR"),
        (37, "CERT"),
        (43, "DS"),
        (44, "SSHFP"),
        (46, "RRSIG"),
        (47, "NSEC"),
        (48, "DNSKEY"),
        (52, "TLSA"),
        (53, "SMIMEA"),
        (61, "OPENPGPKEY"),
        (64, "SVCB"),
        (65, "HTTPS"),
        (99, "SPF"),
        (Ixfr, "IXFR"),
        (256, "URI"),
        (Axfr, "AXFR"),
        (Any, "ANY"),
        (Caa, "CAA"),
    ];

    /// <summary>The types that a record of the world may have.</summary>
    public static IReadOnlyList<string> OfRecords => Served;

    /// <summary><c>A</c>; <c>TYPE65280</c> where there is no name.</summary>
    public static string Name(ushort number) =>
        Array.Find(Known, k => k.Number == number).Name
        ?? string.Create(CultureInfo.InvariantCulture, $"TYPE{number}");

    /// <summary>The number of a name in any case, also of <c>TYPE28</c>; null when there is none.</summary>
    public static ushort? Number(string name)
    {
        foreach (var (number, known) in Known)
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
                return number;
        return
            name.StartsWith("TYPE", StringComparison.OrdinalIgnoreCase)
            && ushort.TryParse(name[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : null;
    }

    /// <summary>Types that are no data but ask for something else.</summary>
    public static bool IsMeta(ushort type) => type is Opt or (>= 128 and <= 255);
}
