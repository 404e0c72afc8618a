namespace RunbookDsl.Http.Tests;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HttpCheckTests
{
    private readonly Visitor _visitor = new();

    [Test]
    public async Task Get_RightAnswer_PassesWithWhatWasSeen()
    {
        await using var site = new Site(_ => Site.Page(200, "Welcome back", "Age: 42\r\nX-App: web-1\r\n"));
        var verdict = await Run(Http.Get(Url(site)).Contains("Welcome").Header("x-app", "WEB"));
        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Pass(
                    $"{Url(site)} answered 200 from 127.0.0.1:{site.Port}, with \"Welcome\", "
                        + "42s old (a cache answered, not the application)"
                )
            )
        );
        var request = site.Requests.Single();
        Assert.That(request, Does.StartWith("GET / HTTP/1.1\r\n").And.Contain("Cache-Control: no-cache\r\n"));
    }

    [Test]
    public async Task Get_WrongAnswer_FailsWithEverythingThatIsWrong()
    {
        await using var site = new Site(_ => Site.Page(503, "Sorry", "X-App: db-1\r\n"));
        var check = Http.Get(Url(site)).Contains("Welcome").Header("X-App", "web").Header("ETag");
        Assert.That(
            await Run(check),
            Is.EqualTo(
                Verdict.Fail(
                    $"{Url(site)} answered 503 from 127.0.0.1:{site.Port}: expected 200, "
                        + "\"Welcome\" is not in its body, "
                        + "its header X-App is 'db-1', expected 'web', it has no header ETag"
                )
            )
        );
    }

    [Test]
    public async Task Get_MaintenancePageThatOnlyHeadPasses_IsSeenAs503()
    {
        // A look with HEAD would say 200 here; visitors get 503.
        await using var site = new Site(head =>
            head.StartsWith("HEAD") ? Site.Page(200, "") : Site.Page(503, "back at 07:00")
        );
        var verdict = await Run(Http.Get(Url(site)).Status(503).Contains("back at 07:00"));
        Assert.That(verdict.Passed, verdict.Evidence);
        Assert.That((await Run(Http.Get(Url(site)))).Passed, Is.False);
    }

    [Test]
    public async Task Get_Redirect_IsNotFollowedUnlessAsked()
    {
        await using var site = new Site(head =>
            head.StartsWith("GET /new ") ? Site.Page(200, "here") : Site.Page(301, "", "Location: /new\r\n")
        );
        Assert.That(
            await Run(Http.Get(Url(site)).Contains("here")),
            Is.EqualTo(
                Verdict.Fail(
                    $"{Url(site)} answered 301 to /new from 127.0.0.1:{site.Port}: "
                        + "expected 200, \"here\" is not in its body"
                )
            )
        );
        Assert.That((await Run(Http.Get(Url(site)).Status(301).Header("location", "/new"))).Passed);
        var followed = await Run(Http.Get(Url(site)).Contains("here").FollowRedirects());
        Assert.That(followed.Evidence, Does.StartWith($"{Url(site)}new answered 200"));
    }

    [Test]
    public async Task Get_EndlessRedirect_StopsAtTheLimit()
    {
        await using var site = new Site(_ => Site.Page(302, "", "Location: /again\r\n"));
        Assert.That((await Run(Http.Get(Url(site)).FollowRedirects(3))).Passed, Is.False);
        Assert.That(site.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Send_Secret_IsNotSentToAnotherHost()
    {
        await using var other = new Site(_ => Site.Page(200, "other"));
        await using var site = new Site(_ => Site.Page(302, "", $"Location: {Url(other)}\r\n"));
        var check = Http.Get(Url(site))
            .Send("Authorization", new SecretReference("TOKEN"), "Bearer ")
            .FollowRedirects();
        var verdict = await Run(check);
        Assert.That(verdict.Passed, verdict.Evidence);
        Assert.That(site.Requests.Single(), Does.Contain("Authorization: Bearer value-of-TOKEN\r\n"));
        Assert.That(other.Requests.Single(), Does.Not.Contain("value-of-TOKEN"));
        Assert.That(check.Secrets, Is.EqualTo(new[] { new SecretReference("TOKEN") }));
        Assert.That(
            string.Join("; ", check.Facts.Select(f => $"{f.Name}={f.Value}")),
            Is.EqualTo(
                $"url={Url(site)}; wanted=200; limit=10s; redirects=5; header "
                    + "Authorization=Bearer secret TOKEN"
            )
        );
    }

    [Test]
    public async Task Get_SlowBody_FailsAfterItsLimit()
    {
        await using var site = new Site(_ => "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart\0");
        var verdict = await Run(Http.Get(Url(site)).Within(TimeSpan.FromMilliseconds(200)));
        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"{Url(site)} did not answer within 200ms (connected to "
                        + $"127.0.0.1:{site.Port}); expected 200"
                )
            )
        );
    }

    [Test]
    public async Task Get_HugeBody_IsReadToItsBoundOnly()
    {
        var huge = new string('x', 2 << 20);
        await using var site = new Site(_ => Site.Page(200, $"start{huge}end"));
        Assert.That((await Run(Http.Get(Url(site)).Contains("start"))).Passed);
        Assert.That((await Run(Http.Get(Url(site)).Contains("end"))).Passed, Is.False);
    }

    [Test]
    public async Task Get_NobodyThere_SaysSo()
    {
        var site = new Site(_ => Site.Page(200, ""));
        var url = Url(site);
        await site.DisposeAsync();
        Assert.That(
            await Run(Http.Get(url)),
            Is.EqualTo(Verdict.Fail($"{url} cannot be reached: Connection refused; expected 200"))
        );
    }

    [Test]
    public async Task Consecutive_OneWrongInBetween_Fails()
    {
        var count = 0;
        await using var site = new Site(_ => Site.Page(++count == 3 ? 500 : 200, ""));
        var check = Http.Get(Url(site)).Consecutive(3, TimeSpan.FromSeconds(5));
        Assert.That(
            (await Run(check)).Evidence,
            Is.EqualTo($"{Url(site)} answered 500 from 127.0.0.1:{site.Port}: expected 200 (3 of 3)")
        );
        Assert.That(
            await Run(check),
            Is.EqualTo(Verdict.Pass($"{Url(site)} answered 200 from 127.0.0.1:{site.Port}, 3 times in a row"))
        );
        Assert.That(_visitor.Waited, Is.EqualTo(Enumerable.Repeat(TimeSpan.FromSeconds(5), 4)));
    }

    [Test]
    public async Task Via_Address_KeepsHostAndServerName()
    {
        await using var site = new Site(_ => Site.Page(200, "new host"), certificateFor: "shop.example");
        _visitor.Hosts["203.0.113.7"] = site.Port;
        var verdict = await Run(Http.Get("https://shop.example/").Via("203.0.113.7"));
        Assert.That(_visitor.Connected, Is.EqualTo(new[] { "203.0.113.7:443" }));
        Assert.That(site.ServerNames, Is.EqualTo(new[] { "shop.example" }));
        Assert.That(verdict.Passed, Is.False, "a certificate nobody trusts is refused, not ignored");
        Assert.That(
            verdict.Evidence,
            Does.Match(
                "^https://shop.example/ has no valid TLS certificate for shop.example: .*"
                    + @"\(connected to 127.0.0.1:\d+\); expected 200, via 203.0.113.7$"
            )
        );
        Assert.That(site.Requests, Is.Empty);
    }

    [Test]
    public async Task Via_PlainHttp_KeepsHost()
    {
        await using var site = new Site(_ => Site.Page(200, "new host"));
        _visitor.Hosts["203.0.113.7"] = site.Port;
        var verdict = await Run(Http.Get("http://shop.example/").Via("203.0.113.7").Contains("new host"));
        Assert.That(verdict.Passed, verdict.Evidence);
        Assert.That(site.Requests.Single(), Does.Contain("Host: shop.example\r\n"));
    }

    [TestCase("shop.example", "'shop.example' is no http or https URL.")]
    [TestCase("ftp://shop.example/", "'ftp://shop.example/' is no http or https URL.")]
    [TestCase(
        "https://ann:s3cret@shop.example/",
        "the URL for shop.example holds a user name or password, which would be planned and journaled: "
            + "take it out and send it with .Send(\"Authorization\", Secret(\"NAME\"), \"Basic \")."
    )]
    [TestCase(
        "https://shop.example/#top",
        "'https://shop.example/#top' has a fragment (#…), which is never sent: take it out."
    )]
    public void Get_UrlThatCannotBe_IsRefused(string url, string message) =>
        Assert.That(() => Http.Get(url), Throws.ArgumentException.With.Message.EqualTo(message));

    [Test]
    public void Via_Name_IsRefused() =>
        Assert.That(
            () => Http.Get("https://shop.example/").Via("web-new"),
            Throws.ArgumentException.With.Message.EqualTo("Via wants an IP address: 'web-new' is none.")
        );

    private Task<Verdict> Run(HttpCheck check) => check.RunAsync(_visitor, CancellationToken.None);

    private static string Url(Site site) => $"http://127.0.0.1:{site.Port}/";
}
