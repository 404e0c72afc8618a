using RunbookDsl.Testing.Apis;

namespace RunbookDsl.Dns.Tests;

/// <summary>The zone that the tests work on: two address families, an alias at the top, a proxied
/// name.</summary>
internal static class ZoneWorld
{
    public const string Old = "198.51.100.10";
    public const string New = "198.51.100.20";
    public const string OldV6 = "2001:db8::10";
    public const string NewV6 = "2001:db8::20";

    public static readonly SecretReference Token = new("CLOUDFLARE_TOKEN");

    public static CloudflareZone Repo => Cloudflare.Zone("makerepo.com", Token);

    public static void File()
    {
        var dns = DnsVerbs.Dns();
        dns.Zone("makerepo.com")
            .NameServers("ada.ns.cloudflare.com", "bob.ns.cloudflare.com")
            .Record("CNAME", "@", "app.makerepo.com", ttl: 300)
            .Record("A", "app", Old, ttl: 3600)
            .Record("A", "both", Old, ttl: 600)
            .Record("AAAA", "both", OldV6, ttl: 900)
            .Record("A", "robin", Old, ttl: 300)
            .Record("A", "robin", "198.51.100.11", ttl: 300)
            .Record("CNAME", "www", "app.makerepo.com", ttl: 300)
            .Record("A", "hidden", Old, ttl: 1, proxied: true);
        dns.Zone("pages.dev").Record("A", "makerepo-is-down", "203.0.113.100", ttl: 300);
        WebVerbs.Cloudflare().Token(Token);
    }
}
