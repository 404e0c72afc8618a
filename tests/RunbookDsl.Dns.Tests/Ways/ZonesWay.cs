namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>A way to zones, of those that hold the same contract.</summary>
/// <param name="Name">What <c>--cloudflare</c> calls it.</param>
/// <param name="Zones">The way.</param>
internal sealed record ZonesWay(string Name, ICloudflareZones Zones)
{
    public override string ToString() => Name;
}
