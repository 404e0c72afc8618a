using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>
/// The resolver in front of the zones: it keeps what it was told until the time is up on the virtual clock.
/// Unless it is cold it is as full as one with many users: every name was asked for when the scene began, and
/// again just before each change, so that the old answer is seen for as long as it ever can be.
/// </summary>
internal sealed class ResolverView(ZoneBook book, TimeProvider clock, bool isCold) : IDnsView
{
    private const int MostAliases = 8;

    // The key of "there is no such name", which is true of all types.
    private const ushort NoName = 0;

    private readonly Lock _gate = new();
    private readonly AuthorityView _authority = new(book);
    private readonly Dictionary<(string Name, ushort Type), CachedSet> _cache = [];

    public string Word => "resolver";

    public bool Recurses => true;

    /// <summary>Forgets everything, and asks for everything again unless it is cold.</summary>
    public void Reset()
    {
        lock (_gate)
            _cache.Clear();
        foreach (var zone in book.Zones)
            KeepWarm(zone);
    }

    /// <summary>The users ask for every name of the zone whose time is up.</summary>
    public void KeepWarm(Zone zone)
    {
        if (isCold)
            return;
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var set in ZoneRecords.Sets(zone))
                if (Fresh(set.Key, now) is not { Set.IsPositive: true })
                    Keep(set.Key, new(NameFound.Records, [.. set]), now);
            // A wildcard's names are those that were asked for.
            foreach (var (key, old) in _cache.ToArray())
                if (old.Set.IsPositive && old.Left(now) <= 0 && DnsName.IsIn(key.Name, zone.Name))
                    Ask(key.Name, key.Type, now);
        }
    }

    public DnsReply Answer(DnsQuestion question)
    {
        var answers = ImmutableArray.CreateBuilder<DnsRecord>();
        var name = question.Name;
        var isCached = false;
        for (var aliases = 0; aliases <= MostAliases; aliases++)
        {
            var (set, wasCached) = Look(name, question.Type);
            isCached |= wasCached;
            if (set.Found is NameFound.Outside or NameFound.Referral)
                return new(aliases == 0 ? DnsRcode.Refused : DnsRcode.ServerFailure) { Foreign = name };
            if (set.IsPositive)
                answers.AddRange(set.Records);
            if (set.Found != NameFound.Alias)
                return new(set.Found == NameFound.NoName ? DnsRcode.NoName : DnsRcode.NoError)
                {
                    Answers = answers.ToImmutable(),
                    Authority = set.IsPositive ? [] : set.Records,
                    IsCached = isCached,
                };
            name = set.Records[0].Content;
        }
        return new(DnsRcode.ServerFailure);
    }

    private (RecordSet Set, bool IsCached) Look(string name, ushort type)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (Fresh((name, type), now) is { } same)
                return (same.At(now), true);
            if (
                type is not (DnsType.Cname or DnsType.Any)
                && Fresh((name, DnsType.Cname), now) is { Set.IsPositive: true } alias
            )
                return (alias.At(now) with { Found = NameFound.Alias }, true);
            if (Fresh((name, NoName), now) is { } none)
                return (none.At(now), true);
            return (Ask(name, type, now), false);
        }
    }

    private RecordSet Ask(string name, ushort type, DateTimeOffset now)
    {
        var set = _authority.Find(name, type);
        var key = set.Found switch
        {
            NameFound.Alias => DnsType.Cname,
            NameFound.NoName => NoName,
            _ => type,
        };
        if (set.Ttl > 0 && set.Found != NameFound.Referral)
            Keep((name, key), set, now);
        return set;
    }

    private void Keep((string, ushort) key, RecordSet set, DateTimeOffset now) => _cache[key] = new(set, now);

    private CachedSet? Fresh((string, ushort) key, DateTimeOffset now) =>
        _cache.TryGetValue(key, out var kept) && kept.Left(now) > 0 ? kept : null;
}
