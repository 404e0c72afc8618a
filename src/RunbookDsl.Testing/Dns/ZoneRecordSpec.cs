using System.Net;

namespace RunbookDsl.Testing;

/// <summary>A record as the world file describes it.</summary>
internal sealed record ZoneRecordSpec(string Type, string Name, string Content, SourceLocation Where)
{
    private const int LongestTtl = int.MaxValue;

    public int Ttl { get; init; } = 3600;

    public bool IsProxied { get; init; }

    /// <summary>In full, lower case.</summary>
    public string FullName(string zone)
    {
        var plain = DnsName.Plain(Name);
        return plain is "@" or "" ? zone
            : DnsName.IsIn(plain, zone) ? plain
            : $"{plain}.{zone}";
    }

    public ZoneRecord ToRecord(string id, string zone) =>
        new(id, FullName(zone), Type.ToUpperInvariant(), Content, Ttl) { IsProxied = IsProxied };

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Mistake(string zone)
    {
        if (!DnsType.OfRecords.Contains(Type.ToUpperInvariant()))
            return $"there is no record type '{Type}' here{Nearest.Suggest(Type, DnsType.OfRecords)}; "
                + $"the types are {string.Join(", ", DnsType.OfRecords)}.";
        if (Ttl is < 0 or > LongestTtl)
            return $"a TTL of {Ttl} s cannot be: it is 0 to {LongestTtl}.";
        if (Name.EndsWith('.') && !DnsName.IsIn(DnsName.Plain(Name), zone))
            return $"'{Name}' is not in the zone {zone}: write it in the zone it belongs to.";
        if (IsProxied && Type.ToUpperInvariant() is not ("A" or "AAAA" or "CNAME"))
            return $"a record of type {Type} cannot be proxied: only A, AAAA and CNAME can.";
        if (IPAddress.TryParse(Content, out var address) && EdgeAddresses.Contains(address))
            return $"{address} is kept for the edge of a provider, which answers for proxied names: take "
                + "another address.";
        return Unreadable(zone);
    }

    private string? Unreadable(string zone)
    {
        try
        {
            _ = DnsName.Labels(FullName(zone));
            _ = DnsContent.Parse(DnsType.Number(Type)!.Value, Content);
            return null;
        }
        catch (FormatException e)
        {
            return $"{Type} {Name}: {e.Message}.";
        }
    }
}
