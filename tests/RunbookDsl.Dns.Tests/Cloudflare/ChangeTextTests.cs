using static RunbookDsl.Dns.Tests.ZoneWorld;

namespace RunbookDsl.Dns.Tests;

/// <summary>What a plan says of changes, and what an author is told.</summary>
internal sealed class ChangeTextTests
{
    [Test]
    public void A_change_says_what_it_does()
    {
        var change = Repo.Record("a", "both")
            .PointTo(New, expecting: Old)
            .SetTtl(TimeSpan.FromMinutes(1))
            .And(Repo.Record("AAAA", "both").Remove("2001:DB8:0::10"))
            .And(Repo.Record("TXT", "@").Add("moved"));
        Assert.That(
            change.Description,
            Is.EqualTo(
                "point A both.makerepo.com at 198.51.100.20, ttl 1m; remove AAAA both.makerepo.com "
                    + "2001:db8::10; add TXT makerepo.com moved"
            )
        );
        Assert.That(
            string.Join('\n', change.Facts.Select(f => $"{f.Name}={f.Value}")),
            Is.EqualTo(
                """
                zone=makerepo.com
                change=point A both.makerepo.com at 198.51.100.20, ttl 1m, expecting 198.51.100.10
                change=remove AAAA both.makerepo.com 2001:db8::10
                change=add TXT makerepo.com moved
                """
            )
        );
        Assert.That(
            (change.Kind, change.Target, change.Effect),
            Is.EqualTo(("Cloudflare.Change", "zone makerepo.com", EffectClass.Convergent))
        );
        Assert.That(change.Secrets, Is.EqualTo(new[] { Token }));
        Assert.That(change.Warning, Is.Null);
        Assert.That(
            Repo.Record("A", "app").PointTo(New).Warning,
            Is.EqualTo("whatever the record says now is overwritten: add expecting: \"…\"")
        );
        Assert.That(
            Repo.Record("A", "app").SetProxied(true).Warning,
            Is.EqualTo(
                "the name servers hide where a proxied name leads: add .Verify(Http.Get(…).Contains(…))"
            )
        );
        Assert.That(
            Repo.Record("A", "app").SetProxied(false).Description,
            Is.EqualTo("stop proxying A app.makerepo.com")
        );
    }

    [Test]
    public void What_cannot_be_is_refused_when_it_is_written()
    {
        static void Refused(Action write, string message) =>
            Assert.That(write, Throws.ArgumentException.With.Message.EqualTo(message));
        Refused(
            () => Repo.Record("A", "app").PointTo("app.makerepo.com"),
            "'app.makerepo.com' is no IPv4 address."
        );
        Refused(() => Repo.Record("A", "app").PointTo("1.2"), "'1.2' is no IPv4 address.");
        Refused(() => Repo.Record("AAAA", "app").PointTo(New), "'198.51.100.20' is no IPv6 address.");
        Refused(() => Repo.Record("CNAME", "www").PointTo("app"), "'app' is no full name of a host or zone.");
        Refused(
            () => Repo.Record("MX", "@"),
            "records of type MX cannot be changed by this: A, AAAA, CNAME, TXT."
        );
        Refused(
            () => Repo.Record("AAA", "@"),
            "'AAA' is no type of record: A, AAAA, CAA, CNAME, MX, NS, PTR, SOA, SRV, TXT."
        );
        Refused(
            () => Repo.Record("A", "app").SetTtl(TimeSpan.FromSeconds(30)),
            "a TTL is 1m to 1d, in whole seconds: 30s is not."
        );
        Refused(() => Repo.Record("TXT", "app").SetProxied(true), "a TXT record cannot be proxied.");
        Refused(
            () => Repo.Record("A", "app").PointTo(New).And(Repo.Record("A", "app").SetProxied(true)),
            "A app.makerepo.com is changed twice in one step."
        );
        Refused(
            () =>
                Repo.Record("A", "app")
                    .PointTo(New)
                    .And(Cloudflare.Zone("other.com", Token).Record("A", "app").PointTo(New)),
            "other.com is another zone than makerepo.com: make it a step of its own."
        );
        Refused(() => Cloudflare.Zone("makerepo", Token), "'makerepo' is no full name of a host or zone.");
        Refused(
            () => Dns.Servers("1.1.1.1", "8.8.8.8").AtLeast(3),
            "AtLeast(3) wants 1 to 2: so many servers are named."
        );
    }
}
