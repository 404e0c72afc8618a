using static RunbookDsl.Testing.DnsVerbs;

namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>What users see, and when, on the virtual clock.</summary>
[CancelAfter(60_000)]
internal sealed class ResolverTests
{
    private const string Www = "www.makerepo.com";
    private const string Known = "ns1.provider.net";

    [Test]
    public async Task Edit_IsSeenAtOnceByTheServerThatKnowsAndLateByTheResolver()
    {
        await using var world = await DnsWorld.StartAsync();
        await world.Pass(60);
        world.Edit("A", Www, r => r with { Content = "192.0.2.20", Ttl = 30 });
        var seen = new List<string>
        {
            await world.Ask("A", Www, Known),
            await world.Ask("A", Www),
            await world.Ask("A", Www, "8.8.8.8"),
        };
        await world.Pass(3539);
        seen.Add(await world.Ask("A", Www));
        await world.Pass(1);
        seen.Add(await world.Ask("A", Www));
        await world.Pass(29);
        seen.Add(await world.Ask("A", Www));
        Assert.That(
            seen,
            Is.EqualTo(
                new[]
                {
                    "NOERROR aa; www.makerepo.com A 192.0.2.20 30",
                    "NOERROR; www.makerepo.com A 192.0.2.10 3540",
                    "NOERROR; www.makerepo.com A 192.0.2.10 3540",
                    "NOERROR; www.makerepo.com A 192.0.2.10 1",
                    "NOERROR; www.makerepo.com A 192.0.2.20 30",
                    "NOERROR; www.makerepo.com A 192.0.2.20 1",
                }
            )
        );
        Assert.That(
            world.Log,
            Is.EqualTo(
                new[]
                {
                    "A www.makerepo.com (authoritative): 192.0.2.20 ttl 30",
                    "A www.makerepo.com (resolver): 192.0.2.10 ttl 3540 cached, authoritative says 192.0.2.20 ttl 30",
                    "A www.makerepo.com (resolver): 192.0.2.10 ttl 3540 cached, authoritative says 192.0.2.20 ttl 30",
                    "A www.makerepo.com (resolver): 192.0.2.10 ttl 1 cached, authoritative says 192.0.2.20 ttl 30",
                    "A www.makerepo.com (resolver): 192.0.2.20 ttl 30",
                    "A www.makerepo.com (resolver): 192.0.2.20 ttl 1 cached",
                }
            )
        );
        Assert.That(world.Found, Is.Empty);
    }

    [Test]
    public async Task Edit_OfANameWhoseTimeWasUp_StillIsSeenLate_ForSomebodyAskedJustBefore()
    {
        await using var world = await DnsWorld.StartAsync();
        await world.Pass(9000);
        world.Edit("A", Www, r => r with { Content = "192.0.2.20" });
        Assert.That(await world.Ask("A", Www), Is.EqualTo("NOERROR; www.makerepo.com A 192.0.2.10 3600"));
    }

    [Test]
    public async Task Cutover_LowerTtlWaitChange_IsSeenAfterTheNewTtl()
    {
        await using var world = await DnsWorld.StartAsync();
        world.Edit("A", Www, r => r with { Ttl = 30 });
        await world.Pass(3600);
        world.Edit("A", Www, r => r with { Content = "192.0.2.20" });
        var before = await world.Ask("A", Www);
        await world.Pass(30);
        Assert.That(
            new[] { before, await world.Ask("A", Www) },
            Is.EqualTo(
                new[]
                {
                    "NOERROR; www.makerepo.com A 192.0.2.10 30",
                    "NOERROR; www.makerepo.com A 192.0.2.20 30",
                }
            )
        );
    }

    [Test]
    public async Task ColdCache_KnowsNothingBeforeItIsAsked()
    {
        await using var world = await DnsWorld.StartAsync(() =>
            Dns().ColdCache().Zone("makerepo.com").Record("A", "www", "192.0.2.10")
        );
        world.Edit("A", Www, r => r with { Content = "192.0.2.20" });
        Assert.That(await world.Ask("A", Www), Is.EqualTo("NOERROR; www.makerepo.com A 192.0.2.20 3600"));
        world.Edit("A", Www, r => r with { Content = "192.0.2.30" });
        Assert.That(await world.Ask("A", Www), Is.EqualTo("NOERROR; www.makerepo.com A 192.0.2.20 3600"));
    }

    [Test]
    public async Task NegativeAnswer_IsKeptForTheLesserOfTtlAndMinimum()
    {
        await using var world = await DnsWorld.StartAsync();
        await world.Ask("A", "new.makerepo.com");
        await world.Ask("AAAA", "many.makerepo.com");
        world.Zone.Put(new("n1", "new.makerepo.com", "A", "192.0.2.50", 60));
        world.Zone.Put(new("n2", "many.makerepo.com", "AAAA", "2001:db8::50", 60));
        await world.Pass(299);
        await world.Ask("A", "new.makerepo.com");
        await world.Ask("AAAA", "many.makerepo.com");
        await world.Pass(1);
        await world.Ask("A", "new.makerepo.com");
        await world.Ask("AAAA", "many.makerepo.com");
        Assert.That(
            world.Log,
            Is.EqualTo(
                new[]
                {
                    "A new.makerepo.com (resolver): NXDOMAIN ttl 300",
                    "AAAA many.makerepo.com (resolver): NODATA ttl 300",
                    "A new.makerepo.com (resolver): NXDOMAIN ttl 1 cached, authoritative says 192.0.2.50 ttl 60",
                    "AAAA many.makerepo.com (resolver): NODATA ttl 1 cached, authoritative says 2001:db8::50 ttl 60",
                    "A new.makerepo.com (resolver): 192.0.2.50 ttl 60",
                    "AAAA many.makerepo.com (resolver): 2001:db8::50 ttl 60",
                }
            )
        );
    }

    [Test]
    public async Task Alias_KeepsEachLinkForItsOwnTime()
    {
        await using var world = await DnsWorld.StartAsync();
        world.Edit("CNAME", "shop.makerepo.com", r => r with { Content = "many.makerepo.com" });
        await world.Pass(299);
        var before = await world.Ask("A", "shop.makerepo.com");
        await world.Pass(1);
        var after = await world.Ask("A", "shop.makerepo.com");
        Assert.That(
            new[] { before, after },
            Is.EqualTo(
                new[]
                {
                    "NOERROR; shop.makerepo.com CNAME www.makerepo.com 1; www.makerepo.com A 192.0.2.10 3301",
                    "NOERROR; shop.makerepo.com CNAME many.makerepo.com 300; many.makerepo.com A 192.0.2.12 60; many.makerepo.com A 192.0.2.11 60",
                }
            )
        );
        Assert.That(
            world.Log,
            Is.EqualTo(
                new[]
                {
                    "A shop.makerepo.com (resolver): www.makerepo.com → 192.0.2.10 ttl 1 cached, authoritative says many.makerepo.com → 192.0.2.11, 192.0.2.12 ttl 60",
                    "A shop.makerepo.com (resolver): many.makerepo.com → 192.0.2.11, 192.0.2.12 ttl 60",
                }
            )
        );
    }

    [Test]
    public async Task WildcardName_IsKeptOnceItWasAskedFor()
    {
        await using var world = await DnsWorld.StartAsync();
        await world.Ask("A", "one.apps.makerepo.com");
        world.Edit("A", "*.apps.makerepo.com", r => r with { Content = "192.0.2.31" });
        Assert.That(
            new[]
            {
                await world.Ask("A", "one.apps.makerepo.com"),
                await world.Ask("A", "two.apps.makerepo.com"),
            },
            Is.EqualTo(
                new[]
                {
                    "NOERROR; one.apps.makerepo.com A 192.0.2.30 3600",
                    "NOERROR; two.apps.makerepo.com A 192.0.2.31 3600",
                }
            )
        );
    }

    [Test]
    public async Task NameOfNoZone_IsAFindingForTheResolverOnly()
    {
        await using var world = await DnsWorld.StartAsync();
        var answers = new[]
        {
            await world.Ask("A", "www.makerepo.org", Known),
            await world.Ask("A", "makerepo.co"),
            await world.Ask("A", "far.makerepo.com"),
        };
        Assert.That(answers, Is.EqualTo(new[] { "REFUSED", "REFUSED", "SERVFAIL" }));
        Assert.That(
            world.Found,
            Is.EqualTo(
                new[]
                {
                    "unknown: dns does not know the name makerepo.co (did you mean 'the name makerepo.com'?)",
                    "unknown: dns does not know the name www.elsewhere.example",
                }
            )
        );
    }

    [Test]
    public async Task Resolve_GivesWhatTheCacheSays()
    {
        await using var world = await DnsWorld.StartAsync();
        world.Edit("A", Www, r => r with { Content = "192.0.2.20" });
        var resolver = world.Stage.Resolver()!;
        Assert.That(resolver.Resolve("WWW.makerepo.com.")?.ToString(), Is.EqualTo("192.0.2.10"));
        Assert.That(resolver.Resolve("nowhere.makerepo.com"), Is.Null);
        Assert.That(resolver.Resolve("www.example.org"), Is.Null);
        Assert.That(EdgeAddresses.Contains(resolver.Resolve("shielded.makerepo.com")!), Is.True);
        Assert.That(
            world.Log.First(),
            Is.EqualTo(
                "A www.makerepo.com (resolver): 192.0.2.10 ttl 3600 cached, authoritative says 192.0.2.20 ttl 3600"
            )
        );
    }

    [Test]
    public void Resolver_OfAWorldWithoutNameServer_IsNone() =>
        Assert.That(
            new Stage(new StageOptions(Machine.Environment(), "/", DnsWorld.Start)).Resolver(),
            Is.Null
        );
}
