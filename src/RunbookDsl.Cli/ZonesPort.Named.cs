using RunbookDsl.Dns;
using RunbookDsl.Dns.CloudFlareClient;

namespace RunbookDsl.Cli;

/// <content>Compiled with NamedPackages=true alone.</content>
internal static partial class ZonesPort
{
    static partial void TellNamed(ref bool isBuilt) => isBuilt = true;

    static partial void MakeNamed(ref ICloudflareZones? zones) => zones = new CloudFlareClientZones();
}
