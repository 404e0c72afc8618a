using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>The records of a zone as they are served: with its own NS and SOA, and with proxied names
/// hidden.</summary>
internal static class ZoneRecords
{
    private const int NsTtl = 86_400;

    /// <summary>The SOA, with the TTL of negative answers when <paramref name="isNegative"/>.</summary>
    public static DnsRecord Soa(Zone zone, bool isNegative)
    {
        var soa = zone.Soa;
        var content =
            $"{soa.Primary} {soa.Mailbox} {zone.Serial} {soa.Refresh} {soa.Retry} {soa.Expire} {soa.Minimum}";
        return new(zone.Name, DnsType.Soa, isNegative ? Math.Min(soa.Ttl, soa.Minimum) : soa.Ttl, content);
    }

    /// <summary>The NS records of the zone itself.</summary>
    public static ImmutableArray<DnsRecord> Servers(Zone zone)
    {
        var own = zone.Records.Where(r => r.Type == "NS" && r.Name == zone.Name).ToArray();
        return own.Length > 0
            ? Served(zone, own)
            : [.. zone.NameServers.Select(s => new DnsRecord(zone.Name, DnsType.Ns, NsTtl, s))];
    }

    /// <summary>The names of the servers that answer for the zone.</summary>
    public static IEnumerable<string> ServerNames(Zone zone) => Servers(zone).Select(r => r.Content);

    /// <summary>These records of one name, as a client gets to see them.</summary>
    public static ImmutableArray<DnsRecord> Served(Zone zone, IEnumerable<ZoneRecord> records)
    {
        var all = records.ToArray();
        var isProxied = all.Any(r => r.IsProxied && CanBeProxied(r));
        var served = new List<DnsRecord>();
        foreach (var record in all.Where(r => !(isProxied && CanBeProxied(r))))
            if (DnsType.Number(record.Type) is { } type)
                served.Add(new(record.Name, type, record.ServedTtl, Content(record)));
        if (isProxied)
            served.AddRange(Edge(all[0].Name, zone.Name));
        // Records of one type have one TTL (RFC 2181, 5.2), and the same data stands once.
        return
        [
            .. served
                .DistinctBy(r => (r.Type, r.Content))
                .GroupBy(r => r.Type)
                .SelectMany(g => g.Select(r => r with { Ttl = g.Min(o => o.Ttl) })),
        ];
    }

    /// <summary>Every name and type of the zone that can be foreseen: all but what a wildcard
    /// makes.</summary>
    public static IEnumerable<IGrouping<(string Name, ushort Type), DnsRecord>> Sets(Zone zone) =>
        zone
            .Records.GroupBy(r => r.Name)
            .Where(g => !g.Key.StartsWith("*.", StringComparison.Ordinal))
            .SelectMany(g => Served(zone, g))
            .Where(r => !(r.Type == DnsType.Ns && r.Name == zone.Name))
            .Concat(Servers(zone))
            .Append(Soa(zone, false))
            .GroupBy(r => (r.Name, r.Type));

    private static bool CanBeProxied(ZoneRecord record) => record.Type is "A" or "AAAA" or "CNAME";

    private static IEnumerable<DnsRecord> Edge(string name, string zone) =>
        EdgeAddresses
            .Of(zone)
            .Select(a =>
            {
                var isV4 = a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
                return new DnsRecord(name, isV4 ? DnsType.A : DnsType.Aaaa, EdgeAddresses.Ttl, a.ToString());
            });

    private static string Content(ZoneRecord record) =>
        record.Type is "CNAME" or "NS" or "PTR" ? DnsName.Plain(record.Content) : record.Content;
}
