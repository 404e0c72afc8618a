namespace RunbookDsl.Http.Tests;

/// <summary>What is tried again, what has failed, and what nobody knows.</summary>
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HttpApiTests
{
    private readonly Visitor _visitor = new();

    [Test]
    public async Task Look_PassingTrouble_IsTriedAgain()
    {
        var count = 0;
        await using var site = new Site(_ => ++count < 3 ? Site.Page(502, "") : Site.Page(200, "{\"a\":7}"));
        var reply = await Api(site).LookAsync(new("GET", "things?secret=1"), default);
        Assert.That(reply.Json().NumberAt("a"), Is.EqualTo(7));
        Assert.That(_visitor.Waited.Select(w => w.TotalSeconds), Is.EqualTo(new[] { 1.0, 2.0 }));
        Assert.That(site.Requests, Has.All.Contains("Authorization: Bearer key\r\n"));
    }

    [Test]
    public async Task Look_TroubleThatStays_Fails()
    {
        await using var site = new Site(_ => Site.Page(502, "down\nfor good"));
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Api(site).LookAsync(new("GET", "things?secret=1"), default)
        );
        Assert.That(
            (error!.Message, error.Retryable),
            Is.EqualTo(("Shop: GET /things was answered 502: down for good (tried 3 times)", true))
        );
    }

    [TestCase(500, true)]
    [TestCase(503, true)]
    [TestCase(400, false)]
    [TestCase(301, false)]
    public async Task Change_Trouble_IsNeverTriedAgain(int status, bool isUnknown)
    {
        await using var site = new Site(_ => Site.Page(status, ""));
        var error = Assert.CatchAsync<RunbookException>(() =>
            Api(site).ChangeAsync(new("POST", "things", "{}", "things of somebody"), default)
        );
        Assert.That(
            error!.Message,
            Is.EqualTo(
                $"Shop: POST things of somebody was answered {status}"
                    + (isUnknown ? "; it may have happened" : "")
            )
        );
        Assert.That(error is OutcomeUnknownException, Is.EqualTo(isUnknown));
        Assert.That(site.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Change_TooFast_WaitsAsLongAsItIsTold()
    {
        var count = 0;
        await using var site = new Site(_ =>
            ++count < 3 ? Site.Page(429, "", count == 1 ? "Retry-After: 40\r\n" : "") : Site.Page(201, "{}")
        );
        await Api(site).ChangeAsync(new("POST", "things", "{}"), default);
        Assert.That(_visitor.Waited.Select(w => w.TotalSeconds), Is.EqualTo(new[] { 40.0, 2.0 }));
    }

    [Test]
    public async Task Change_ToldToWaitForHours_Fails()
    {
        await using var site = new Site(_ => Site.Page(429, "", "Retry-After: 7200\r\n"));
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Api(site).ChangeAsync(new("POST", "things", "{}"), default)
        );
        Assert.That(
            (error!.Message, error.Retryable),
            Is.EqualTo(("Shop: POST /things was answered 429", true))
        );
        Assert.That(_visitor.Waited, Is.Empty);
    }

    [Test]
    public async Task Change_NobodyThere_IsKnownNotToHaveHappened()
    {
        var site = new Site(_ => "");
        await site.DisposeAsync();
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Api(site).ChangeAsync(new("POST", "things", "{}"), default)
        );
        Assert.That(
            error!.Message,
            Is.EqualTo("Shop: POST /things could not be sent: Connection refused (tried 3 times)")
        );
    }

    [Test]
    public async Task Change_LineBreaks_IsUnknown()
    {
        await using var site = new Site(_ => "");
        var error = Assert.CatchAsync<RunbookException>(() =>
            Api(site).ChangeAsync(new("POST", "things", "{}"), default)
        );
        Assert.That(error, Is.TypeOf<OutcomeUnknownException>());
        Assert.That(
            error!.Message,
            Does.StartWith("Shop: POST /things got no answer: ").And.EndWith("; it may have happened")
        );
    }

    [Test]
    public async Task Look_HugeAnswer_IsRefused()
    {
        await using var site = new Site(_ => Site.Page(200, new string('x', 5 << 20)));
        Assert.That(
            () => Api(site).LookAsync(new("GET", "things"), default),
            Throws
                .TypeOf<OperationFailedException>()
                .With.Message.EqualTo("Shop: GET /things was answered with more than 4 MiB")
        );
    }

    [Test]
    public void Json_DeepOrBroken_IsNone()
    {
        Assert.That(new ApiReply(200, new string('[', 100)).Json().ValueKind, Is.Default);
        Assert.That(new ApiReply(200, "{\"a\":").Json().TextAt("a"), Is.Null);
        Assert.That(new ApiReply(200, "{\"a\":1.50}").Json().TextAt("a"), Is.EqualTo("1.50"));
    }

    private HttpApi Api(Site site) =>
        new HttpApi(_visitor, "Shop", $"http://127.0.0.1:{site.Port}").With("Authorization", "Bearer key");
}
