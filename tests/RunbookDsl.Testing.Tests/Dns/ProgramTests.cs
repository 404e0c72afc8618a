namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>Unmodified programs, as a step of a runbook starts them.</summary>
[CancelAfter(120_000)]
internal sealed class ProgramTests
{
    private const string Www = "www.makerepo.com";

    [TestCase("dig", "+short www.makerepo.com", "192.0.2.10", "A www.makerepo.com (resolver)")]
    [TestCase(
        "dig",
        "+short @8.8.8.8 -p 53 www.makerepo.com AAAA",
        "2001:db8::10",
        "AAAA www.makerepo.com (resolver)"
    )]
    [TestCase(
        "dig",
        "+short @NS1.provider.net. -t MX makerepo.com",
        "10 mail.makerepo.com.",
        "MX makerepo.com (authoritative)"
    )]
    [TestCase("dig", "+short +tcp -x 192.0.2.10", "", "PTR 10.2.0.192.in-addr.arpa (resolver, TCP)")]
    [TestCase("kdig", "+short www.makerepo.com", "192.0.2.10", "A www.makerepo.com (resolver)")]
    [TestCase(
        "kdig",
        "@ns2.provider.net +short makerepo.com CAA",
        "0 issue \"letsencrypt.org\"",
        "CAA makerepo.com (authoritative)"
    )]
    [TestCase("drill", "-Q www.makerepo.com", "192.0.2.10", "A www.makerepo.com (resolver)")]
    [TestCase(
        "drill",
        "-Q makerepo.com @ns1.provider.net TXT",
        "\"v=spf1 -all\"",
        "TXT makerepo.com (authoritative)"
    )]
    [TestCase(
        "host",
        "-t A www.makerepo.com",
        "www.makerepo.com has address 192.0.2.10",
        "A www.makerepo.com (resolver)"
    )]
    [TestCase(
        "getent",
        "hosts www.makerepo.com",
        "2001:db8::10    www.makerepo.com",
        "AAAA www.makerepo.com (resolver)"
    )]
    [TestCase(
        "getent",
        "ahostsv4 www.makerepo.com",
        "192.0.2.10      STREAM www.makerepo.com\n192.0.2.10      DGRAM  \n192.0.2.10      RAW",
        "A www.makerepo.com (resolver)"
    )]
    public async Task Program_IsLedToTheRightServer(string program, string line, string output, string asked)
    {
        await using var world = await DnsWorld.StartAsync();
        var (code, told) = await world.Run("look", program, line.Split(' '));
        Assert.That((code, told.TrimEnd()), Is.EqualTo((0, output)));
        Assert.That(world.Stage.Log.Events.Select(e => e.Call.Line), Is.EqualTo(new[] { asked }));
    }

    [Test]
    public async Task Dig_TellsTheWholeStory()
    {
        await using var world = await DnsWorld.StartAsync();
        var (_, output) = await world.Run(
            "look",
            "dig",
            "@ns1.provider.net",
            "+cookie=0102030405060708",
            Www
        );
        Assert.That(
            output,
            Does.Contain(";; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1")
        );
        Assert.That(output, Does.Contain("; EDNS: version: 0, flags:; udp: 1232"));
        Assert.That(output, Does.Not.Contain("Warning"));
        Assert.That(world.Stage.Log.Events.Single().Call.Step, Is.EqualTo("look"));
    }

    [Test]
    public async Task Dig_NegativeAnswersAndTransfers()
    {
        await using var world = await DnsWorld.StartAsync();
        var (_, none) = await world.Run("look", "dig", "nowhere.makerepo.com");
        var (_, transfer) = await world.Run("look", "dig", "@ns1.provider.net", "makerepo.com", "AXFR");
        var (_, version) = await world.Run("look", "dig", "+edns=1", "+noednsnegotiation", Www);
        Assert.That(none, Does.Contain("status: NXDOMAIN"));
        Assert.That(none, Does.Match(@"makerepo\.com\.\s+300\s+IN\s+SOA\s+ns1\.provider\.net\. hostmaster"));
        Assert.That(transfer, Does.Contain("; Transfer failed."));
        Assert.That(version, Does.Contain("status: BADVERS"));
    }

    [Test]
    public async Task Nslookup_AndHostWithServer_NameTheServerOfTheWorld()
    {
        await using var world = await DnsWorld.StartAsync();
        var (_, nslookup) = await world.Run("look", "nslookup", "-type=A", Www, "ns1.provider.net");
        var (_, host) = await world.Run("look", "host", "-t", "A", Www, "1.1.1.1");
        Assert.That(
            world.Stage.Tokens.Replace(nslookup.TrimEnd()),
            Is.EqualTo(
                "Server:\t\t127.0.0.1\nAddress:\t127.0.0.1#{port:dns}\n\nName:\twww.makerepo.com\nAddress: 192.0.2.10"
            )
        );
        Assert.That(
            world.Stage.Tokens.Replace(host.TrimEnd()),
            Is.EqualTo(
                "Using domain server:\nName: 127.0.0.1\nAddress: 127.0.0.1#{port:dns-resolver}\nAliases: \n\nwww.makerepo.com has address 192.0.2.10"
            )
        );
    }

    [TestCase("dig", "-f list", "dig: -f: a list of questions would leave the world")]
    [TestCase("dig", "+trace makerepo.com", "dig: +trace would leave the world")]
    [TestCase("drill", "-T makerepo.com", "drill: -T would leave the world")]
    [TestCase("nslookup", "-type=A", "nslookup: a conversation would leave the world: name what to look up")]
    [TestCase(
        "dig",
        "@ns1.provider.net www.makerepo.com @8.8.8.8 www.makerepo.com",
        "dig: a rehearsal asks one server at a time: call it once for each"
    )]
    public async Task WhatWouldLeaveTheWorld_IsRefused(string program, string line, string error)
    {
        await using var world = await DnsWorld.StartAsync();
        var (code, told) = await world.Run("look", program, line.Split(' '));
        Assert.That((code, told.TrimEnd()), Is.EqualTo((64, error)));
        Assert.That(world.Stage.Log.Events, Is.Empty);
    }

    [Test]
    public async Task NewNameServers_AreKnownToProgramsAtOnce()
    {
        await using var world = await DnsWorld.StartAsync();
        world.Zone.Serve(["ada.ns.cloudflare.com"]);
        await world.Run("look", "dig", "@ada.ns.cloudflare.com", Www);
        await world.Run("look", "dig", "@ns1.provider.net", Www);
        Assert.That(
            world.Stage.Log.Events.Select(e => e.Call.Line),
            Is.EqualTo(new[] { $"A {Www} (authoritative)", $"A {Www} (resolver)" })
        );
    }

    [Test]
    public async Task LostAnswer_IsAskedForAgainSoon()
    {
        await using var world = await DnsWorld.StartAsync(
            null,
            new Fault(new(FaultKind.Drop), FaultMoment.BeforeEffect)
        );
        var (code, told) = await world.Run("look", "dig", "+short", Www);
        Assert.That((code, told.Split('\n')[^2]), Is.EqualTo((0, "192.0.2.10")));
        Assert.That(world.Log.First(), Is.EqualTo($"A {Www} (resolver): no answer"));
    }

    [Test]
    public async Task TruncatedAnswer_IsAskedForAgainOverTcp()
    {
        await using var world = await DnsWorld.StartAsync();
        for (var i = 0; i < 100; i++)
            world.Zone.Put(new($"big{i}", "big.makerepo.com", "A", $"192.0.2.{i}", 60));
        foreach (var program in (string[])["dig", "kdig"])
        {
            var (_, told) = await world.Run(
                "look",
                program,
                "+short",
                "@ns1.provider.net",
                "big.makerepo.com"
            );
            Assert.That(
                told.Split('\n').Count(l => l.StartsWith("192.", StringComparison.Ordinal)),
                Is.EqualTo(100),
                program
            );
        }
    }
}
