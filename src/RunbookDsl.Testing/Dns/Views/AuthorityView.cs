using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>The servers that answer for the zones: they see each edit at once, and their TTLs stand
/// still.</summary>
internal sealed class AuthorityView(ZoneBook book) : IDnsView
{
    private const int MostAliases = 8;

    public string Word => "authoritative";

    public bool Recurses => false;

    /// <summary>Follows aliases as far as zones of the world go (RFC 1034, 4.3.2).</summary>
    public DnsReply Answer(DnsQuestion question) => Answer(question, 0);

    /// <summary>What the zones say to one name and type now.</summary>
    public RecordSet Find(string name, ushort type) => Find(name, type, 0);

    private DnsReply Answer(DnsQuestion question, int depth)
    {
        var answers = ImmutableArray.CreateBuilder<DnsRecord>();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var name = question.Name;
        while (true)
        {
            var set = Find(name, question.Type, depth);
            if (set.Found == NameFound.Outside)
                return answers.Count > 0
                    ? new(DnsRcode.NoError) { Answers = answers.ToImmutable() }
                    : new(DnsRcode.Refused) { IsAuthoritative = false };
            if (set.IsPositive)
                answers.AddRange(set.Records);
            if (set.Found == NameFound.Alias && visited.Add(name) && visited.Count <= MostAliases)
                name = set.Records[0].Content;
            else
                return new(set.Found == NameFound.NoName ? DnsRcode.NoName : DnsRcode.NoError)
                {
                    Answers = answers.ToImmutable(),
                    Authority = set.IsPositive ? [] : set.Records,
                    Additional = set.Found == NameFound.Referral ? Glue(set.Records) : [],
                    IsAuthoritative = answers.Count > 0 || set.Found != NameFound.Referral,
                };
        }
    }

    private RecordSet Find(string name, ushort type, int depth)
    {
        if (book.Enclosing(name) is not { } zone)
            return RecordSet.Outside;
        if (Cut(zone, name) is { Length: > 0 } servers)
            return new(NameFound.Referral, servers);
        if (name == zone.Name && type == DnsType.Ns)
            return new(NameFound.Records, ZoneRecords.Servers(zone));
        if (name == zone.Name && type == DnsType.Soa)
            return new(NameFound.Records, [ZoneRecords.Soa(zone, false)]);
        var (exists, records) = At(zone, name);
        if (type == DnsType.Any && exists)
            // A minimal answer instead of everything (RFC 8482).
            return new(NameFound.Records, [new(name, DnsType.Hinfo, 3789, "\"RFC8482\" \"\"")]);
        if (Of(records, type) is { Length: > 0 } wanted)
            return new(NameFound.Records, wanted);
        if (type != DnsType.Any && Of(records, DnsType.Cname) is { Length: > 0 } alias)
            return name == zone.Name
                ? Flattened(zone, alias[0], type, depth + 1)
                : new(NameFound.Alias, [alias[0]]);
        return new(exists ? NameFound.NoData : NameFound.NoName, [ZoneRecords.Soa(zone, true)]);
    }

    // Whether the name is there, and its records: its own, or those of the nearest wildcard (RFC 4592).
    private static (bool Exists, ImmutableArray<DnsRecord> Records) At(Zone zone, string name)
    {
        if (Own(zone, name) is { Length: > 0 } own)
            return (true, ZoneRecords.Served(zone, own));
        if (IsThere(zone, name))
            return (true, []);
        var nearest = DnsName.Parent(name)!;
        while (!IsThere(zone, nearest))
            nearest = DnsName.Parent(nearest)!;
        return Own(zone, "*." + nearest) is { Length: > 0 } wild
            ? (true, [.. ZoneRecords.Served(zone, wild).Select(r => r with { Name = name })])
            : (false, []);
    }

    // A provider answers for an alias at the top of a zone with what it leads to: no CNAME may stand there.
    private RecordSet Flattened(Zone zone, DnsRecord alias, ushort type, int depth)
    {
        var isAddress = type is DnsType.A or DnsType.Aaaa && depth <= MostAliases;
        var reply = isAddress ? Answer(new(alias.Content, type), depth) : new DnsReply(DnsRcode.NoError);
        var found = reply.Answers.Where(r => r.Type == type).ToArray();
        if (found.Length == 0)
            return new(NameFound.NoData, [ZoneRecords.Soa(zone, true)]);
        var ttl = Math.Min(alias.Ttl, found.Min(r => r.Ttl));
        return new(NameFound.Records, [.. found.Select(r => r with { Name = zone.Name, Ttl = ttl })]);
    }

    // NS records below the top of the zone hand a part of it to other servers.
    private static ImmutableArray<DnsRecord> Cut(Zone zone, string name)
    {
        ImmutableArray<DnsRecord> cut = [];
        for (var at = name; at != zone.Name; at = DnsName.Parent(at)!)
            if (Array.FindAll(Own(zone, at), r => r.Type == "NS") is { Length: > 0 } servers)
                cut = ZoneRecords.Served(zone, servers);
        return cut;
    }

    private ImmutableArray<DnsRecord> Glue(ImmutableArray<DnsRecord> servers) =>
        [
            .. servers
                .Select(s => s.Content)
                .Where(s => book.Enclosing(s) is not null)
                .SelectMany(s => Of(At(book.Enclosing(s)!, s).Records, DnsType.A)),
        ];

    private static ZoneRecord[] Own(Zone zone, string name) => [.. zone.Records.Where(r => r.Name == name)];

    private static bool IsThere(Zone zone, string name) =>
        name == zone.Name || zone.Records.Any(r => DnsName.IsIn(r.Name, name));

    private static ImmutableArray<DnsRecord> Of(ImmutableArray<DnsRecord> records, ushort type) =>
        [.. records.Where(r => r.Type == type)];
}
