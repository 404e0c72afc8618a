using System.Net;

namespace RunbookDsl.Testing;

/// <summary>
/// Which port of the world stands for which server: names that the zones give as their servers, and the
/// addresses of those names, lead to the one that knows; everything else is a resolver.
/// </summary>
internal sealed class DnsDoors(ZoneBook book, int authoritative, int resolver)
{
    public required LostQueries Lost { get; init; }

    public int Authoritative => authoritative;

    public int Resolver => resolver;

    /// <summary>Names and addresses of the servers that know, sorted.</summary>
    public IReadOnlyList<string> Servers
    {
        get
        {
            var names = book.Zones.SelectMany(ZoneRecords.ServerNames).ToHashSet(StringComparer.Ordinal);
            var addresses = book
                .Zones.SelectMany(z => z.Records)
                .Where(r => r.Type is "A" or "AAAA" && names.Contains(r.Name))
                .Select(r => r.Content);
            return [.. names.Concat(addresses).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The port for a server named by a runbook; null is the resolver of the machine.</summary>
    public int PortFor(string? server) =>
        server is not null && Servers.Contains(Plain(server)) ? authoritative : resolver;

    private static string Plain(string server) =>
        IPAddress.TryParse(server, out var address) ? address.ToString() : DnsName.Plain(server);
}
