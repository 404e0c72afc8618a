// The world it is rehearsed in: the zone at Cloudflare, the site, and the page that stands for it.
var dns = Dns();
dns.Zone("makerepo.com")
    .NameServers("ada.ns.cloudflare.com", "bob.ns.cloudflare.com")
    .Record("CNAME", "@", "app.makerepo.com", ttl: 300)
    .Record("A", "app", "198.51.100.10", ttl: 300);
dns.Zone("pages.dev").Record("A", "makerepo-is-down", "203.0.113.100", ttl: 300);
Cloudflare().Token(Secret("CLOUDFLARE_TOKEN"));
Site("makerepo.com")
    .Also("makerepo-is-down.pages.dev")
    .On("198.51.100.10")
    .Page("/", 200, "<title>MakerRepo</title>")
    .On("203.0.113.100")
    .Page("/", 503, "<title>maintenance</title>Back at 10:00 UTC");

Answers("Is the work done? The name leads to the site again", by: "ann");
