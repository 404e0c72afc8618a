using static RunbookDsl.Testing.DnsVerbs;

namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>What the server that knows answers.</summary>
[CancelAfter(60_000)]
internal sealed class AuthorityTests
{
    private const string Known = "ns2.provider.net.";

    [TestCase("A", "makerepo.com", "NOERROR aa; makerepo.com A 192.0.2.1 600")]
    [TestCase(
        "A",
        "many.makerepo.com",
        "NOERROR aa; many.makerepo.com A 192.0.2.12 60; many.makerepo.com A 192.0.2.11 60"
    )]
    [TestCase("AAAA", "www.makerepo.com", "NOERROR aa; www.makerepo.com AAAA 2001:db8::10 3600")]
    [TestCase("MX", "makerepo.com", "NOERROR aa; makerepo.com MX 10 mail.makerepo.com 3600")]
    [TestCase("TXT", "makerepo.com", "NOERROR aa; makerepo.com TXT \"v=spf1 -all\" 3600")]
    [TestCase("CAA", "makerepo.com", "NOERROR aa; makerepo.com CAA 0 issue \"letsencrypt.org\" 3600")]
    [TestCase(
        "SRV",
        "_sip._tcp.makerepo.com",
        "NOERROR aa; _sip._tcp.makerepo.com SRV 10 5 5060 www.makerepo.com 3600"
    )]
    [TestCase(
        "NS",
        "makerepo.com",
        "NOERROR aa; makerepo.com NS ns1.provider.net 86400; makerepo.com NS ns2.provider.net 86400"
    )]
    [TestCase("ANY", "makerepo.com", "NOERROR aa; makerepo.com HINFO \"RFC8482\" \"\" 3789")]
    [TestCase(
        "A",
        "shop.makerepo.com",
        "NOERROR aa; shop.makerepo.com CNAME www.makerepo.com 300; www.makerepo.com A 192.0.2.10 3600"
    )]
    [TestCase("CNAME", "shop.makerepo.com", "NOERROR aa; shop.makerepo.com CNAME www.makerepo.com 300")]
    [TestCase("A", "far.makerepo.com", "NOERROR aa; far.makerepo.com CNAME www.elsewhere.example 3600")]
    [TestCase("A", "a.b.apps.makerepo.com", "NOERROR aa; a.b.apps.makerepo.com A 192.0.2.30 3600")]
    [TestCase("A", "apps.makerepo.com", "NOERROR aa")]
    [TestCase("A", "_tcp.makerepo.com", "NOERROR aa")]
    [TestCase("MX", "www.makerepo.com", "NOERROR aa")]
    [TestCase("A", "nowhere.makerepo.com", "NXDOMAIN aa")]
    [TestCase("A", "x.sub.makerepo.com", "NOERROR")]
    [TestCase("A", "www.makerepo.org", "REFUSED")]
    [TestCase("AXFR", "makerepo.com", "REFUSED")]
    public async Task Answer_ByNameAndType(string type, string name, string expected)
    {
        await using var world = await DnsWorld.StartAsync();
        Assert.That(await world.Ask(type, name, Known), Is.EqualTo(expected));
    }

    [Test]
    public async Task Soa_HasTheSerialOfTheZone()
    {
        await using var world = await DnsWorld.StartAsync();
        const string Soa = "NOERROR aa; makerepo.com SOA ns1.provider.net hostmaster.makerepo.com";
        var serial = world.Zone.Serial;
        var before = await world.Ask("SOA", "makerepo.com", Known);
        world.Edit("A", "www.makerepo.com", r => r with { Ttl = 60 });
        Assert.That(
            new[] { before, await world.Ask("SOA", "makerepo.com", Known) },
            Is.EqualTo(
                new[]
                {
                    $"{Soa} {serial} 10000 2400 604800 300 900",
                    $"{Soa} {serial + 1} 10000 2400 604800 300 900",
                }
            )
        );
    }

    [Test]
    public async Task ProxiedName_HidesWhereItLeads_TheSameEachTime()
    {
        await using var world = await DnsWorld.StartAsync();
        var addresses = EdgeAddresses.Of("makerepo.com");
        Assert.That(
            await world.Ask("A", "shielded.makerepo.com", Known),
            Is.EqualTo(
                $"NOERROR aa; shielded.makerepo.com A {addresses[0]} 300; shielded.makerepo.com A {addresses[1]} 300"
            )
        );
        Assert.That(addresses[0].ToString(), Is.EqualTo("203.0.113.246"));
        world.Edit("A", "shielded.makerepo.com", r => r with { IsProxied = false });
        Assert.That(
            await world.Ask("A", "shielded.makerepo.com", Known),
            Is.EqualTo("NOERROR aa; shielded.makerepo.com A 192.0.2.40 300")
        );
    }

    [Test]
    public async Task AliasesAcrossZones_AreFollowed_AndLoopsEnd()
    {
        await using var world = await DnsWorld.StartAsync(() =>
        {
            var dns = Dns();
            dns.Zone("a.example").Record("CNAME", "@", "b.example").Record("CNAME", "x", "y.b.example");
            dns.Zone("b.example")
                .Record("CNAME", "y", "z.a.example")
                .Record("CNAME", "@", "www.b.example")
                .Record("A", "www", "192.0.2.7", ttl: 60)
                .Record("CNAME", "loop", "loop2.b.example")
                .Record("CNAME", "loop2", "loop.b.example");
            dns.Zone("c.example").Record("CNAME", "@", "d.example");
            dns.Zone("d.example").Record("CNAME", "@", "c.example");
        });
        const string Server = "ns1.provider.test";
        Assert.That(
            new[]
            {
                await world.Ask("A", "x.a.example", Server),
                await world.Ask("A", "a.example", Server),
                await world.Ask("A", "loop.b.example", Server),
                await world.Ask("A", "loop.b.example"),
                await world.Ask("A", "c.example", Server),
            },
            Is.EqualTo(
                new[]
                {
                    "NXDOMAIN aa; x.a.example CNAME y.b.example 3600; y.b.example CNAME z.a.example 3600",
                    "NOERROR aa; a.example A 192.0.2.7 60",
                    "NOERROR aa; loop.b.example CNAME loop2.b.example 3600; loop2.b.example CNAME loop.b.example 3600; loop.b.example CNAME loop2.b.example 3600",
                    "SERVFAIL",
                    "NOERROR aa",
                }
            )
        );
    }

    [Test]
    public async Task RecordThatCannotBeServed_IsAFinding()
    {
        await using var world = await DnsWorld.StartAsync();
        world.Zone.Put(new("t1", "tls.makerepo.com", "TLSA", "3 1 1 abcd", 60));
        world.Zone.Put(new("t2", "bad.makerepo.com", "A", "nonsense", 60));
        Assert.That(await world.Ask("TLSA", "tls.makerepo.com", Known), Is.EqualTo("SERVFAIL"));
        Assert.That(await world.Ask("A", "bad.makerepo.com", Known), Is.EqualTo("SERVFAIL"));
        Assert.That(
            world.Found,
            Is.EqualTo(
                new[]
                {
                    "unknown: dns does not know how to serve TLSA tls.makerepo.com: no record of type TLSA can be served",
                    "unknown: dns does not know how to serve A bad.makerepo.com: 'nonsense' is not an IPv4 address such as 192.0.2.10",
                }
            )
        );
    }

    [Test]
    public async Task State_IsAllRecordsSorted()
    {
        await using var world = await DnsWorld.StartAsync();
        var state = await world.Scene.StateAsync(default);
        Assert.That(
            state.Lines.Take(6).Select(l => $"{l.Key} → {l.Value}"),
            Is.EqualTo(
                new[]
                {
                    "A *.apps.makerepo.com → 192.0.2.30 ttl 3600",
                    "A makerepo.com → 192.0.2.1 ttl 600",
                    "A many.makerepo.com → 192.0.2.12 ttl 120, 192.0.2.11 ttl 60",
                    "A shielded.makerepo.com → 192.0.2.40 ttl auto proxied",
                    "A www.makerepo.com → 192.0.2.10 ttl 3600",
                    "AAAA www.makerepo.com → 2001:db8::10 ttl 3600",
                }
            )
        );
        Assert.That(state.Lines, Has.Count.EqualTo(14));
    }

    [Test]
    public void Mistakes_AreReportedTogether()
    {
        const string W = "w.csx";
        var error = Assert.Throws<AuthoringException>(() =>
            DnsWorld.Read(() =>
            {
                var dns = Dns("dns", W, 1);
                dns.Zone("makerepo.com", W, 2)
                    .Record("AA", "www", "192.0.2.1", file: W, line: 3)
                    .Record("A", "www", "192.0.2", file: W, line: 4)
                    .Record("A", "www.makerepo.org.", "192.0.2.1", file: W, line: 5)
                    .Record("A", "www", "192.0.2.1", ttl: -1, file: W, line: 6)
                    .Record("MX", "@", "mail", proxied: true, file: W, line: 7)
                    .Record("MX", "@", "mail", file: W, line: 8)
                    .Record("CNAME", "www", "makerepo.com", file: W, line: 9)
                    .Record("A", "edge", "203.0.113.230", file: W, line: 13);
                dns.Zone("makerepo.com", W, 10);
                dns.Zone("bad..name", W, 11);
                Dns("other", W, 12);
            })
        );
        Assert.That(
            error.Message.Split(Environment.NewLine),
            Is.EqualTo(
                new[]
                {
                    "w.csx(10): error RB0241: the zone 'makerepo.com' is there already: keep the first in a variable and go on with that.",
                    "w.csx(3): error RB0242: there is no record type 'AA' here (did you mean 'A'?); the types are A, AAAA, CAA, CNAME, MX, NS, PTR, SRV, TXT.",
                    "w.csx(4): error RB0242: A www: '192.0.2' is not an IPv4 address such as 192.0.2.10.",
                    "w.csx(5): error RB0242: 'www.makerepo.org.' is not in the zone makerepo.com: write it in the zone it belongs to.",
                    "w.csx(6): error RB0242: a TTL of -1 s cannot be: it is 0 to 2147483647.",
                    "w.csx(7): error RB0242: a record of type MX cannot be proxied: only A, AAAA and CNAME can.",
                    "w.csx(8): error RB0242: MX @: 'mail' is not a mail server such as '10 mail.example.org'.",
                    "w.csx(13): error RB0242: 203.0.113.230 is kept for the edge of a provider, which answers for proxied names: take another address.",
                    "w.csx(9): error RB0242: www.makerepo.com is an alias and has the record AA at w.csx(3) as well: a CNAME stands alone.",
                    "w.csx(11): error RB0241: 'bad..name' is no name: a part between dots has 1 to 63 characters.",
                    "w.csx(12): error RB0240: the world has the name servers 'dns' at w.csx(1) already: a world has one name system. Add the zones to that.",
                }
            )
        );
    }
}
