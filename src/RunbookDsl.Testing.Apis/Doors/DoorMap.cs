using System.Net;

namespace RunbookDsl.Testing.Apis;

/// <summary>Where the hosts of a world lead.</summary>
internal sealed class DoorMap(Stage stage)
{
    private const int LongestChain = 8;

    /// <summary>Who answers for a host at an address; null when nobody does.</summary>
    /// <param name="fakes">Who is there.</param>
    /// <param name="host">The name that is asked for; an address stands for the name.</param>
    /// <param name="address">Where the connection leads; null when the host needs no address.</param>
    public ApiFake? Find(IReadOnlyList<ApiFake> fakes, string host, string? address)
    {
        var there = address is null ? fakes : [.. fakes.Where(f => f.IsAt(address))];
        return there.FirstOrDefault(f => f.Hosts.Contains(host))
            ?? there
                .SelectMany(f => f.Hosts.Where(h => IsBelow(host, h)), (f, h) => (Fake: f, Length: h.Length))
                .OrderByDescending(f => f.Length)
                .FirstOrDefault()
                .Fake
            // A web server answers for names it does not know with the first site it has.
            ?? (address is null ? null : there.FirstOrDefault(f => f.Addresses.Contains(address)));
    }

    public DoorReach Reach(IReadOnlyList<ApiFake> fakes, string host, int port)
    {
        var isAddress = IPAddress.TryParse(host, out _);
        var named = isAddress ? null : Find(fakes, host, null);
        if (named is not null && named.Addresses.Count == 0)
            return Up(named, null, host, port);
        var address = isAddress ? host : Address(fakes, host, named);
        if (address is null)
            return named is null
                ? Outside(fakes, host)
                : new(null, $"the name {host} leads to no address in this world.");
        return Find(fakes, host, address) is { } fake ? Up(fake, address, host, port)
            : !isAddress && EdgeAddresses.Contains(IPAddress.Parse(address)) ? Left(host, address)
            : Outside(fakes, address, isAddress ? "" : $", where {host} leads to,");
    }

    public string? CertificateName(IReadOnlyList<ApiFake> fakes, string name, string? address)
    {
        if (Find(fakes, name, address) is not { } fake)
            return null;
        return IPAddress.TryParse(name, out _) ? name
            : fake.Hosts.Any(h => h == name || IsBelow(name, h)) ? name
            : fake.Hosts[0];
    }

    private static DoorReach Up(ApiFake fake, string? address, string host, int port) =>
        port is 80 or 443 && fake.IsUp(address, port)
            ? new(address)
            : new(address, FormattableString.Invariant($"{host}:{port} refuses connections."));

    // An old answer leads to the provider, which is not in front of the name any more.
    private static DoorReach Left(string host, string address) =>
        new(address, $"{address} served {host} until it was no longer behind the provider: an old answer.");

    private DoorReach Outside(IReadOnlyList<ApiFake> fakes, string place, string why = "")
    {
        var known = fakes.SelectMany(f => f.Hosts.Concat(f.Addresses)).Distinct().ToArray();
        var text =
            $"{place}{why} is not in this world{Nearest.Suggest(place, known)}; it has "
            + $"{(known.Length == 0 ? "no hosts" : string.Join(", ", known.Order(StringComparer.Ordinal)))}.";
        return new(null, text, IsOutside: true);
    }

    // Without a name server the zones of the world are asked, and without a zone the site itself.
    private string? Address(IReadOnlyList<ApiFake> fakes, string host, ApiFake? named)
    {
        if (stage.Zones().Enclosing(host) is null)
            return named?.Addresses[0];
        var (plain, origin, elsewhere) = Follow(fakes, host);
        var found = stage.Find<IWorldResolver>() is { } resolver
            ? resolver.Addresses(host).FirstOrDefault() ?? elsewhere
            : plain ?? elsewhere;
        // The provider in front of a site goes on to the address that it hides.
        return found is not null && Find(fakes, host, found) is null ? origin ?? found : found;
    }

    /// <summary>What the zones say of a host.</summary>
    /// <returns>Its address; the same if the provider answers in its place; the address of a site without a
    /// zone that it is an alias of.</returns>
    private (string? Plain, string? Origin, string? Elsewhere) Follow(
        IReadOnlyList<ApiFake> fakes,
        string host
    )
    {
        var isProxied = false;
        for (var i = 0; i < LongestChain; i++)
        {
            if (stage.Zones().Enclosing(host) is not { } zone)
                return (null, null, Find(fakes, host, null)?.Addresses.FirstOrDefault());
            var records = zone.Records.Where(r => r.Name == host).ToArray();
            var address = Array.Find(records, r => r.Type is "A" or "AAAA");
            var next = address ?? Array.Find(records, r => r.Type == "CNAME");
            if (next is null)
                return default;
            isProxied |= next.IsProxied;
            if (address is not null)
                return (address.Content, isProxied ? address.Content : null, null);
            host = next.Content.TrimEnd('.').ToLowerInvariant();
        }
        return default;
    }

    private static bool IsBelow(string host, string pattern) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
        && host.Length > pattern.Length - 1
        && host.EndsWith(pattern[1..], StringComparison.Ordinal);
}
