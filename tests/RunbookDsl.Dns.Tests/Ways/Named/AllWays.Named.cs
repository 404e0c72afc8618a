using RunbookDsl.Dns.CloudFlareClient;

namespace RunbookDsl.Dns.Tests.Ways;

/// <content>Those of named packages.</content>
internal static partial class AllWays
{
    static partial void AddNamed(List<ZonesWay> all) => all.Add(new("client", new CloudFlareClientZones()));
}
