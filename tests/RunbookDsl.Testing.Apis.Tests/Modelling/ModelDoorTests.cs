using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Modelling;

/// <summary>The fakes over real HTTP.</summary>
[CancelAfter(60_000)]
internal sealed class ModelDoorTests
{
    [Test]
    public async Task Heroku_AtTheUrlOfItsVariable_AnswersBothApis(CancellationToken cancellation)
    {
        await using var world = await Heroku.HerokuWorld.OpenAsync();
        var variables = world.Surroundings.Variables;
        Assert.That(variables["HEROKU_DATA_HOST"], Is.EqualTo(new Uri(variables["HEROKU_HOST"]).Host));
        Assert.That(variables["DISABLE_TELEMETRY"], Is.EqualTo("true"));
        using var client = new HttpClient { BaseAddress = new(variables["HEROKU_HOST"]) };
        client.DefaultRequestHeaders.Add("Accept", "application/vnd.heroku+json; version=3");
        client.DefaultRequestHeaders.Add(
            "Authorization",
            $"Bearer {world.Surroundings.Secrets["HEROKU_API_KEY"]}"
        );
        using var changed = await client.PatchAsync(
            "/apps/makerepo/config-vars",
            new StringContent("""{"A":"2"}"""),
            cancellation
        );
        using var releases = new HttpRequestMessage(HttpMethod.Get, "/apps/makerepo/releases");
        releases.Headers.TryAddWithoutValidation("Range", "version ..; max=1, order=desc");
        using var newest = await client.SendAsync(releases, cancellation);
        Assert.That((int)newest.StatusCode, Is.EqualTo(206));
        Assert.That(
            newest.Headers.GetValues("Next-Range"),
            Is.EqualTo(new[] { "version ]2..; max=1, order=desc" })
        );
        var addons = await client.GetStringAsync("/apps/makerepo/addons", cancellation);
        var id = System.Text.Json.Nodes.JsonNode.Parse(addons)![0]!["id"];
        Assert.That(
            await client.GetStringAsync($"/client/v11/databases/{id}/wait_status", cancellation),
            Is.EqualTo("""{"waiting?":false,"message":"available"}""")
        );
        Assert.That(world.Found, Is.Empty);
    }

    [Test]
    public async Task Statuspage_AtItsOwnHost_IsReachedByCurl(CancellationToken cancellation)
    {
        await using var world = await FakeWorld.OpenAsync(() =>
            StatuspageVerbs
                .Statuspage()
                .Key(Secret("STATUSPAGE_KEY"))
                .Page("makerepo", "kctbh9vrtdwd")
                .Component("API", "b13yz5g2cw10")
        );
        var done = await Curl.RunAsync(
            world.Stage.Door(),
            "say",
            cancellation,
            "https://api.statuspage.io/v1/pages/kctbh9vrtdwd/incidents.json",
            "-H",
            $"Authorization: OAuth {world.Surroundings.Secrets["STATUSPAGE_KEY"]}",
            "-d",
            "incident[name]=Slow",
            "-d",
            "incident[components][b13yz5g2cw10]=partial_outage",
            "-w",
            " %{http_code}"
        );
        Assert.That(done.Exit, Is.Zero, done.Errors);
        Assert.That(done.Output, Does.EndWith(" 201").And.Contain("\"impact\":\"major\""));
        var call = world.Stage.Log.Events.Single();
        Assert.That((call.Call.Step, call.After), Is.EqualTo(("say", "Slow: investigating")));
    }

    [Test]
    public async Task Heroku_DroppedAfterTheEffect_CutsTheConnection(CancellationToken cancellation)
    {
        await using var world = await Heroku.HerokuWorld.OpenAsync(
            new Fault(new(FaultKind.Drop), FaultMoment.AfterEffect) { ChangesOnly = true }
        );
        using var client = new HttpClient { BaseAddress = new(world.Surroundings.Variables["HEROKU_HOST"]) };
        client.DefaultRequestHeaders.Add("Accept", "application/vnd.heroku+json; version=3");
        client.DefaultRequestHeaders.Add(
            "Authorization",
            $"Bearer {world.Surroundings.Secrets["HEROKU_API_KEY"]}"
        );
        Assert.That(
            async () =>
                await client.PatchAsync(
                    "/apps/makerepo",
                    new StringContent("""{"maintenance":true}"""),
                    cancellation
                ),
            Throws.InstanceOf<HttpRequestException>()
        );
        Assert.That(world.Changes, Is.EqualTo(new[] { "app.update: maintenance off -> maintenance on" }));
    }
}
