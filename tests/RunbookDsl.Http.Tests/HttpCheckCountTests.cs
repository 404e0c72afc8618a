namespace RunbookDsl.Http.Tests;

/// <summary>k of n, caches, redirects and refusals.</summary>
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HttpCheckCountTests
{
    private readonly Visitor _visitor = new();

    [TestCase("200 500 200", 2, 3, "answered 200 from {a}; but once {u} answered 500 from {a}: expected 200")]
    [TestCase("200 200", 2, 3, "answered 200 from {a}")]
    [TestCase("500 200", 1, 2, "answered 200 from {a}; but once {u} answered 500 from {a}: expected 200")]
    public async Task AtLeast_EnoughAreRight_Passes(string statuses, int right, int of, string evidence)
    {
        await using var site = Answering(statuses);
        var verdict = await Run(Http.Get(Url(site)).AtLeast(right, of));
        Assert.That(verdict, Is.EqualTo(Verdict.Pass($"{Url(site)} {Filled(evidence, site)}")));
        Assert.That(site.Requests, Has.Count.EqualTo(statuses.Split(' ').Length));
    }

    [TestCase("200 500 500", 2, 3, "(1 of 3 right, 2 of 3 wanted)")]
    [TestCase("500 500", 2, 3, "(0 of 2 right, 2 of 3 wanted)")]
    public async Task AtLeast_TooFewCanBeRight_FailsAtOnce(string statuses, int right, int of, string end)
    {
        await using var site = Answering(statuses);
        Assert.That(
            await Run(Http.Get(Url(site)).AtLeast(right, of)),
            Is.EqualTo(Verdict.Fail(Filled($"{{u}} answered 500 from {{a}}: expected 200 {end}", site)))
        );
        Assert.That(site.Requests, Has.Count.EqualTo(statuses.Split(' ').Length));
    }

    [TestCase("CF-Cache-Status: HIT\r\n", "a cache answered: its header cf-cache-status is 'HIT'")]
    [TestCase("Age: 7\r\n", "a cache answered")]
    public async Task AssertServedBy_Cache_IsNotBelieved(string header, string why)
    {
        await using var site = new Site(_ => Site.Page(200, "", "X-Served-By: new-1\r\n" + header));
        var verdict = await Run(Http.AssertServedBy(Url(site), "new-1"));
        Assert.That(verdict.Passed, Is.False);
        Assert.That(verdict.Evidence, Does.EndWith($": {why} (1 of 3)"));
    }

    [Test]
    public async Task AssertServedBy_Host_IsSeenInEachAnswer()
    {
        await using var site = new Site(_ =>
            Site.Page(200, "", "X-Served-By: new-1\r\nCF-Cache-Status: DYNAMIC\r\n")
        );
        Assert.That(
            await Run(Http.AssertServedBy(Url(site), "new-1")),
            Is.EqualTo(Verdict.Pass(Filled("{u} answered 200 from {a}, 3 times in a row", site)))
        );
        Assert.That(
            (await Run(Http.AssertServedBy(Url(site), "old-1"))).Evidence,
            Is.EqualTo(
                Filled(
                    "{u} answered 200 from {a}: its header X-Served-By is 'new-1', expected 'old-1' (1 of 3)",
                    site
                )
            )
        );
        Assert.That(Http.AssertServedBy(Url(site), "old-1").Warning, Is.Null);
    }

    [Test]
    public async Task FollowRedirects_TellsTheWay()
    {
        await using var site = new Site(head =>
            head.StartsWith("GET /b ") ? Site.Page(200, "here")
            : head.StartsWith("GET /a ") ? Site.Page(302, "", "Location: /b\r\n")
            : Site.Page(301, "", "Location: /a\r\n")
        );
        Assert.That(
            await Run(Http.Get(Url(site)).Contains("here").FollowRedirects()),
            Is.EqualTo(
                Verdict.Pass(
                    Filled("{u}b answered 200 from {a}, with \"here\", after 301 of {u}, 302 of {u}a", site)
                )
            )
        );
    }

    [Test]
    public async Task ExpectReadOnly_SendsAPostThatHasToBeRefused()
    {
        var status = 503;
        await using var site = new Site(_ => Site.Page(status, ""));
        var check = Http.ExpectReadOnly(Url(site));
        Assert.That((await Run(check)).Passed);
        status = 200;
        Assert.That(
            await Run(check),
            Is.EqualTo(Verdict.Fail(Filled("{u} answered 200 from {a}: expected 503", site)))
        );
        Assert.That(site.Requests, Has.All.StartsWith("POST / HTTP/1.1\r\n"));
        Assert.That(check.Description, Is.EqualTo($"check that POST {Url(site)} answers 503"));
        Assert.That(
            check.Warning,
            Is.EqualTo("when it is not refused, POST changes something: choose a URL where that does no harm")
        );
    }

    [Test]
    public void AtLeast_MoreThanThereAre_IsRefused() =>
        Assert.That(
            () => Http.Get("http://shop.example/").AtLeast(4, of: 3),
            Throws.ArgumentException.With.Message.EqualTo("AtLeast(4, of: 3) cannot be: right is 1 to 3.")
        );

    private static Site Answering(string statuses)
    {
        var left = new Queue<string>(statuses.Split(' '));
        return new Site(_ => Site.Page(int.Parse(left.Dequeue()), ""));
    }

    private static string Filled(string text, Site site) =>
        text.Replace("{a}", $"127.0.0.1:{site.Port}").Replace("{u}", Url(site));

    private Task<Verdict> Run(HttpCheck check) => check.RunAsync(_visitor, CancellationToken.None);

    private static string Url(Site site) => $"http://127.0.0.1:{site.Port}/";
}
