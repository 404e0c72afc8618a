// "Tools" of "Maintenance", the second of the two: the name leads to a static page at Cloudflare, for when
// the hosts cannot be reached all the time. An error page of Cloudflare itself is never the answer.

Runbook("Maintenance page by name")
    .Purpose("Visitors read that the site is away although none of its hosts answers")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 4.Hours)
    .Locks("site:makerepo.com");

var expected = Param<string>("expected", "Where the name leads now").Default("app.makerepo.com");
var page = Param<string>("page", "Project of the page").Default("makerepo-is-down.pages.dev");
var zone = Cloudflare.Zone("makerepo.com", Secret("CLOUDFLARE_TOKEN"));

Step("Page answers").Run(Http.Get($"https://{page.Value}/").Status(503).Contains("maintenance"));
Step("Site is well").Run(Http.Get("https://makerepo.com/").Contains("MakerRepo"));

var down = Step("Name leads to the page")
    .At(T)
    .Run(
        Temporarily(zone.Record("CNAME", "@").PointTo(page.Value, expecting: expected.Value).SetProxied(true))
    )
    .Verify(Http.Get("https://makerepo.com/").Status(503).Contains("maintenance"), within: 10.Minutes)
    .Expect(5.Minutes);

GoNoGo("Is the work done? The name leads to the site again").Id("done");

Step("Site answers at its address")
    .Run(Http.Get("https://makerepo.com/").Via("198.51.100.10").Contains("MakerRepo").Consecutive(3));
Step("Name leads to the site")
    .Run(PutBack(down))
    .Verify(Http.Get("https://makerepo.com/").Contains("MakerRepo").Consecutive(3), within: 10.Minutes)
    .Expect(5.Minutes);
