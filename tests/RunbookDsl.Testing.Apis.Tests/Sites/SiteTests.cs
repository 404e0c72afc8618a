using static RunbookDsl.Testing.Apis.WebVerbs;
using Web = RunbookDsl.Http.Http;

namespace RunbookDsl.Testing.Apis.Tests.Sites;

[CancelAfter(30_000)]
internal sealed class SiteTests
{
    private static void File()
    {
        Site("shop.example")
            .Also("www.shop.example")
            .On("192.0.2.1")
            .Page("/", 200, "old")
            .On("203.0.113.7")
            .Page("/", 200, "new")
            .Redirect("/start", "https://shop.example/")
            .Page("/zones", 200, stage => $"{stage.Zones().Zones.Count} zones")
            .Header("Content-Type", "text/plain")
            .Header("X-Served-By", "new-1")
            .On("203.0.113.8")
            .Page("/", 200, "plain")
            .WithoutTls()
            .On("203.0.113.9")
            .Down();
        Site("shop.pages.example").On("198.51.100.1").Page("/*", 503, "maintenance");
    }

    [TestCase(null, "https://shop.example/ answered 200 from 192.0.2.1:443, with \"old\"")]
    [TestCase("192.0.2.1", "https://shop.example/ answered 200 from 192.0.2.1:443, with \"old\"")]
    [TestCase("203.0.113.7", "https://shop.example/ answered 200 from 203.0.113.7:443, with \"new\"")]
    [TestCase(
        "203.0.113.8",
        "https://shop.example/ cannot be reached: 203.0.113.8:443 refuses connections.; expected 200"
    )]
    [TestCase(
        "203.0.113.9",
        "https://shop.example/ cannot be reached: 203.0.113.9:443 refuses connections.; expected 200"
    )]
    [TestCase(
        "198.51.100.1",
        "https://shop.example/ has no valid TLS certificate for shop.example: "
            + "The remote certificate is invalid according to the validation procedure: "
            + "RemoteCertificateNameMismatch (connected to 198.51.100.1:443); expected 200"
    )]
    public async Task Get_InProcess_FollowsTheAddress(string? address, string evidence)
    {
        await using var world = await Worlds.StartAsync(File);
        var check = Web.Get("https://shop.example/");
        if (address is not null)
            check = check.Via(address);
        if (evidence.Contains("with \""))
            check = check.Contains(evidence.Split('"')[1]);
        var verdict = await check.RunAsync(new StepInWorld(world), default);
        Assert.That(verdict.Evidence, Does.StartWith(evidence.Split("; expected")[0]));
        Assert.That(verdict.Passed, Is.EqualTo(evidence.Contains("answered")));
        Assert.That(world.Stage.Found, Is.Empty);
    }

    [Test]
    public async Task Get_HostOfNobody_IsRefusedAndFound()
    {
        await using var world = await Worlds.StartAsync(File);
        var verdict = await Web.Get("https://shop.exampel/").RunAsync(new StepInWorld(world), default);
        const string Outside =
            "shop.exampel is not in this world (did you mean 'shop.example'?); it has 192.0.2.1, "
            + "198.51.100.1, 203.0.113.7, 203.0.113.8, 203.0.113.9, shop.example, shop.pages.example, "
            + "www.shop.example.";
        Assert.That(
            verdict.Evidence,
            Is.EqualTo($"https://shop.exampel/ cannot be reached: {Outside}; expected 200")
        );
        Assert.That(world.Stage.Found.Select(f => f.ToString()), Is.EqualTo(new[] { $"outside: {Outside}" }));
    }

    [Test]
    public async Task Get_ZoneChanges_LeadsToTheOtherServer()
    {
        await using var world = await Worlds.StartAsync(File);
        var zone = world.Stage.Zones().Add("shop.example");
        var record = new ZoneRecord("1", "www.shop.example", "A", "203.0.113.7", 60);
        async Task<string> LookAsync() =>
            (await Web.Get("http://www.shop.example/").RunAsync(new StepInWorld(world), default)).Evidence;

        Assert.That(
            await LookAsync(),
            Is.EqualTo(
                "http://www.shop.example/ cannot be reached: "
                    + "the name www.shop.example leads to no address in this world.; expected 200"
            )
        );
        zone.Put(record);
        Assert.That(
            await LookAsync(),
            Is.EqualTo("http://www.shop.example/ answered 200 from 203.0.113.7:80")
        );
        zone.Put(record with { Content = "203.0.113.8", IsProxied = true });
        Assert.That(
            await LookAsync(),
            Is.EqualTo("http://www.shop.example/ answered 200 from 203.0.113.8:80")
        );
        zone.Put(record with { Type = "CNAME", Content = "shop.pages.example" });
        Assert.That(await LookAsync(), Does.Contain("answered 503 from 198.51.100.1:80"));
        world.Stage.Zones().Add("pages.example").Put(new("2", "shop.pages.example", "A", "198.51.100.1", 60));
        Assert.That(
            await LookAsync(),
            Is.EqualTo("http://www.shop.example/ answered 503 from 198.51.100.1:80: expected 200")
        );
        zone.Put(record with { Content = "203.0.113.70" });
        Assert.That(
            await LookAsync(),
            Does.Contain("203.0.113.70, where www.shop.example leads to, is not in")
        );
        Assert.That(world.Stage.Found.Select(f => f.Kind), Is.EqualTo(new[] { Findings.Outside }));
        Assert.That(
            world.Stage.Log.Events.Select(e => e.Call.Text),
            Is.EqualTo(
                new[]
                {
                    "GET http://www.shop.example/ at 203.0.113.7",
                    "GET http://www.shop.example/ at 203.0.113.8",
                    "GET http://www.shop.example/ at 198.51.100.1",
                    "GET http://www.shop.example/ at 198.51.100.1",
                }
            )
        );
    }

    [Test]
    public async Task Curl_PagesHeadersRedirects_AreAsTheFileSays(CancellationToken cancellation)
    {
        await using var world = await Worlds.StartAsync(File);
        Task<(int Exit, string Output, string Errors)> CurlAsync(params string[] arguments) =>
            Curl.RunAsync(world.Stage.Door(), "s", cancellation, arguments);

        var there = "shop.example:443:203.0.113.7:443";
        var page = await CurlAsync("--connect-to", there, "-i", "https://shop.example/zones");
        Assert.That(
            page.Output.Split("\r\n\r\n", 2)[1].Split("\r\n"),
            Is.EqualTo(
                new[]
                {
                    "HTTP/1.1 200 OK",
                    "Content-Length: 7",
                    "Content-Type: text/plain",
                    "Date: Sat, 05 Dec 2026 06:00:00 GMT",
                    "X-Served-By: new-1",
                    "",
                    "0 zones",
                }
            )
        );
        var moved = await CurlAsync("--connect-to", there, "-L", "https://shop.example/start");
        Assert.That(moved.Output, Is.EqualTo("new"));
        var down = await CurlAsync(
            "--connect-to",
            "shop.example:443:203.0.113.9:443",
            "https://shop.example/"
        );
        Assert.That(
            (down.Exit, down.Errors),
            Is.EqualTo((56, "curl: (56) CONNECT tunnel failed, response 502"))
        );
        var head = await CurlAsync("-I", "http://shop.example/");
        Assert.That(head.Output, Does.StartWith("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"));
        var missing = await CurlAsync(
            "http://shop.pages.example/any",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}"
        );
        Assert.That(missing.Output, Is.EqualTo("503"));
        Assert.That(world.Stage.Found, Is.Empty);
        var none = await CurlAsync("--connect-to", there, "https://shop.example/zone");
        Assert.That(
            none.Output,
            Is.EqualTo("shop.example at 203.0.113.7 does not know /zone (did you mean '/zones'?)")
        );
        Assert.That(
            world.Stage.Found.Select(f => f.ToString()),
            Is.EqualTo(new[] { $"unknown: {none.Output}" })
        );
    }

    [Test]
    public async Task Get_TwoStepsAtOnce_EachIsKnown()
    {
        await using var world = await Worlds.StartAsync(File);
        async Task LookAsync(string step, string path)
        {
            using var lane = world.Stage.Clock.Enter(step);
            await Task.Yield();
            await Web.Get($"https://shop.pages.example/{path}").RunAsync(new StepInWorld(world), default);
        }
        using var another = world.Stage.Clock.Enter("watch");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => LookAsync($"step-{i}", $"{i}")));
        Assert.That(
            world.Stage.Log.Events.Select(e => $"{e.Call.Step} {e.Call.Subject}"),
            Is.EquivalentTo(Enumerable.Range(0, 8).Select(i => $"step-{i} {i}"))
        );
    }

    [Test]
    public async Task Get_NoAnswer_EndsWithTheLimitInVirtualTime()
    {
        await using var world = await Worlds.StartAsync(
            File,
            new Fault(new(FaultKind.Hang), FaultMoment.BeforeEffect)
        );
        using var lane = world.Stage.Clock.Enter("look");
        var verdict = await Web.Get("https://shop.example/")
            .Within(TimeSpan.FromMinutes(3))
            .RunAsync(new StepInWorld(world), default);
        Assert.That(
            verdict.Evidence,
            Is.EqualTo(
                "https://shop.example/ did not answer within 3m (connected to 192.0.2.1:443); expected 200"
            )
        );
        Assert.That(world.Stage.Clock.Elapsed, Is.EqualTo(TimeSpan.FromMinutes(3)));
        Assert.That(world.Stage.Found, Is.Empty);
    }

    [Test]
    public void Check_Mistakes_AreNamed()
    {
        var error = Assert.Throws<AuthoringException>(() =>
            Worlds.Read(() =>
            {
                Site("a.example", "w.csx", 1);
                Site("b.example", "w.csx", 2)
                    .On("1.2.3", "w.csx", 3)
                    .Page("/", 200, "")
                    .On("192.0.2.1", "w.csx", 4)
                    .On("192.0.2.1", "w.csx", 5)
                    .Page("x", 99, "");
            })
        );
        Assert.That(
            error.Message.Split(System.Environment.NewLine),
            Is.EquivalentTo(
                new[]
                {
                    "w.csx(1): error RB0210: 'a.example' has no server: add .On(\"203.0.113.7\").",
                    "w.csx(5): error RB0210: 'b.example' has two servers at 192.0.2.1.",
                    "w.csx(3): error RB0210: '1.2.3' is no IP address.",
                    "w.csx(4): error RB0210: 'b.example' has no page at 192.0.2.1: "
                        + "add .Page(\"/\", 200, \"…\"), or .Down().",
                    "w.csx(5): error RB0210: a page wants a path that begins with '/' and a status "
                        + "from 200 to 599: 'x', 99.",
                }
            )
        );
    }
}
