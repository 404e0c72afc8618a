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
        return Find(fakes, host, address) is { } fake
            ? Up(fake, address, host, port)
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

    private DoorReach Outside(IReadOnlyList<ApiFake> fakes, string place, string why = "")
    {
        var known = fakes.SelectMany(f => f.Hosts.Concat(f.Addresses)).Distinct().ToArray();
        var text =
            $"{place}{why} is not in this world{Nearest.Suggest(place, known)}; it has "
            + $"{(known.Length == 0 ? "no hosts" : string.Join(", ", known.Order(StringComparer.Ordinal)))}.";
        return new(null, text, IsOutside: true);
    }

    // Without a name server the zones of the world are asked, and without zones the site itself.
    private string? Address(IReadOnlyList<ApiFake> fakes, string host, ApiFake? named)
    {
        var zone = stage.Zones().Enclosing(host);
        var found =
            stage.Find<IWorldResolver>() is { } resolver ? resolver.Addresses(host).FirstOrDefault()
            : zone is null ? named?.Addresses[0]
            : Follow(host, proxiedOnly: false);
        // The provider in front of a site goes on to the address that it hides.
        return found is not null && Find(fakes, host, found) is null
            ? Follow(host, proxiedOnly: true) ?? found
            : found;
    }

    private string? Follow(string host, bool proxiedOnly)
    {
        for (var i = 0; i < LongestChain; i++)
        {
            var records = stage.Zones().Enclosing(host)?.Records.Where(r => r.Name == host).ToArray() ?? [];
            if (records.FirstOrDefault(r => r.Type is "A" or "AAAA") is { } address)
                return proxiedOnly && !address.IsProxied ? null : address.Content;
            if (records.FirstOrDefault(r => r.Type == "CNAME") is not { } alias)
                return null;
            proxiedOnly &= !alias.IsProxied;
            host = alias.Content.TrimEnd('.').ToLowerInvariant();
        }
        return null;
    }

    private static bool IsBelow(string host, string pattern) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
        && host.Length > pattern.Length - 1
        && host.EndsWith(pattern[1..], StringComparison.Ordinal);
}
