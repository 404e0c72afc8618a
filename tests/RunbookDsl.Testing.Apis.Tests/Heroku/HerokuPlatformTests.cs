namespace RunbookDsl.Testing.Apis.Tests.Heroku;

[CancelAfter(60_000)]
internal sealed class HerokuPlatformTests
{
    private const string App = "/apps/makerepo";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [TestCase(
        "accept",
        "",
        "406 {\"id\":\"not_acceptable\",\"message\":\"Set \\u0060Accept: application/vnd.heroku\\u002Bjson; version=3\\u0060.\"}"
    )]
    [TestCase(
        "authorization",
        "Bearer x",
        "401 {\"id\":\"unauthorized\",\"message\":\"Invalid credentials provided.\"}"
    )]
    public async Task Call_WithoutAHeaderItNeeds_IsRefused(string header, string value, string said)
    {
        await using var world = await HerokuWorld.OpenAsync();
        Assert.That(await world.Client().SaidAsync("GET", App, null, (header, value)), Is.EqualTo(said));
    }

    [Test]
    public async Task Answer_Always_CarriesRequestIdAndCallsLeft()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var answer = await world.Client().SendAsync("GET", App);
        Assert.That(answer!.Headers["RateLimit-Remaining"], Is.EqualTo("4499"));
        Assert.That(
            world.Stage.Tokens.Replace(answer.Headers["Request-Id"]),
            Is.EqualTo("{heroku-request:1}")
        );
        var again = await world
            .Client()
            .SendAsync("GET", App, null, ("if-none-match", answer.Headers["ETag"]));
        Assert.That((again!.Status, again.Body.Length), Is.EqualTo((304, 0)));
    }

    [Test]
    public async Task Maintenance_OnTwice_IsOneChange()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        for (var i = 0; i < 2; i++)
        {
            var app = await heroku.JsonAsync(200, "PATCH", App, """{"maintenance":true}""");
            Assert.That((bool)app["maintenance"]!, Is.True);
        }
        Assert.That(world.Changes, Is.EqualTo(new[] { "app.update: maintenance off -> maintenance on" }));
    }

    [Test]
    public async Task ConfigSet_MakesAReleaseAtOnceAndRestartsEveryDyno()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        var all = await heroku.JsonAsync(200, "PATCH", App + "/config-vars", """{"A":null,"B":"2"}""");
        Assert.That(
            string.Join(' ', all.AsObject().Select(v => v.Key)),
            Is.EqualTo("B DATABASE_URL HEROKU_POSTGRESQL_BLUE_URL")
        );
        var last = await heroku.SendAsync(
            "GET",
            App + "/releases",
            null,
            ("range", "version ..; order=desc,max=1")
        );
        Assert.That(last!.Status, Is.EqualTo(206));
        Assert.That(
            System.Text.Encoding.UTF8.GetString(last.Body),
            Does.Contain("\"description\":\"Set B and remove A config vars\"").And.Contain("\"version\":2")
        );
        const string Starting = "web.1 starting v2, web.2 starting v2, worker.1 starting v2";
        Assert.That(await heroku.DynosAsync(), Is.EqualTo(Starting));
        await world.PassAsync(39 * Second);
        Assert.That(await heroku.DynosAsync(), Is.EqualTo(Starting));
        await world.PassAsync(Second);
        Assert.That(await heroku.DynosAsync(), Is.EqualTo(Starting.Replace("starting", "up")));
        Assert.That(world.Changes, Is.EqualTo(new[] { "config-vars.update: A=1 B=- -> A=- B=2" }));
    }

    [TestCase("""{"DATABASE_URL":"x"}""", "Cannot overwrite attachment values DATABASE_URL.")]
    [TestCase("""{"A B":"x"}""", "A B is an invalid config var name.")]
    [TestCase("""{"A":["x"]}""", "A is no text")]
    [TestCase("""{"A":"1","A":"2"}""", "the body is no JSON")]
    public async Task ConfigSet_Wrong_ChangesNothing(string body, string message)
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        Assert.That(
            await heroku.SaidAsync("PATCH", App + "/config-vars", body),
            Is.EqualTo($$"""422 {"id":"invalid_params","message":"{{message}}"}""")
        );
        Assert.That(await heroku.DynosAsync(), Does.StartWith("web.1 up v1"));
    }

    [TestCase("\"3\"", "web.1 up v1, web.2 up v1, web.3 starting v1, worker.1 up v1")]
    [TestCase("\"+1\"", "web.1 up v1, web.2 up v1, web.3 starting v1, worker.1 up v1")]
    [TestCase("\"-1\"", "web.1 up v1, worker.1 up v1")]
    [TestCase("0", "worker.1 up v1")]
    public async Task Scale_QuantityInAnyForm_ChangesTheDynos(string quantity, string dynos)
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        var body = $$"""{"updates":[{"type":"web","quantity":{{quantity}}}]}""";
        await heroku.JsonAsync(200, "PATCH", App + "/formation", body);
        Assert.That(await heroku.DynosAsync(), Is.EqualTo(dynos));
    }

    [Test]
    public async Task Scale_OneOfSeveralWrong_ChangesNothing()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        const string Updates =
            """{"updates":[{"type":"web","quantity":"5"},{"type":"wrker","quantity":"0"}]}""";
        Assert.That(
            await heroku.SaidAsync("PATCH", App + "/formation", Updates),
            Is.EqualTo(
                """404 {"id":"not_found","message":"Couldn\u0027t find that process type.","resource":"formation"}"""
            )
        );
        Assert.That(world.Changes, Is.Empty);
    }

    [Test]
    public async Task Scale_AnotherSize_StartsTheTypeAnew()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        const string Size = """{"quantity":1,"dyno_size":{"name":"performance-m"}}""";
        var web = await heroku.JsonAsync(200, "PATCH", App + "/formation/web", Size);
        Assert.That($"{web["quantity"]} {web["size"]}", Is.EqualTo("1 Performance-M"));
        Assert.That(await heroku.DynosAsync(), Is.EqualTo("web.1 starting v1, worker.1 up v1"));
        Assert.That(
            world.Changes,
            Is.EqualTo(new[] { "formation.update: web=2:Standard-1X -> web=1:Performance-M" })
        );
    }

    [TestCase("DELETE", "/dynos", "web.1 starting v1, web.2 starting v1, worker.1 starting v1")]
    [TestCase("DELETE", "/dynos/web.2", "web.1 up v1, web.2 starting v1, worker.1 up v1")]
    [TestCase("DELETE", "/formations/web", "web.1 starting v1, web.2 starting v1, worker.1 up v1")]
    [TestCase("POST", "/dynos/web.1/actions/stop", "web.1 starting v1, web.2 up v1, worker.1 up v1")]
    [TestCase("POST", "/formations/worker/actions/stop", "web.1 up v1, web.2 up v1, worker.1 starting v1")]
    public async Task Restart_StartsTheseDynosAnew(string method, string path, string dynos)
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        Assert.That(await heroku.SaidAsync(method, App + path), Is.EqualTo("202 {}"));
        Assert.That(await heroku.DynosAsync(), Is.EqualTo(dynos));
    }

    [Test]
    public async Task Dyno_OfATypeThatCrashes_IsNeverUp()
    {
        await using var world = await FakeWorld.OpenAsync(() => HerokuWorld.File().Crashes("worker"));
        var heroku = world.Client();
        await heroku.JsonAsync(202, "DELETE", App + "/dynos");
        await world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.That(await heroku.DynosAsync(), Is.EqualTo("web.1 up v1, web.2 up v1, worker.1 crashed v1"));
        Assert.That(heroku.State(), Does.Contain("app makerepo dynos worker: 1 crashed"));
    }

    [Test]
    public async Task Releases_Pages_FollowNextRange()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        for (var i = 0; i < 11; i++)
            await heroku.JsonAsync(200, "PATCH", App + "/config-vars", """{"B":"2"}""");
        var seen = new List<string>();
        for (var range = " version ..;max = 5 ,order= desc"; range is not null; )
        {
            var answer = await heroku.SendAsync("GET", App + "/releases", null, ("range", range.Trim()));
            var page = System.Text.Json.Nodes.JsonNode.Parse(answer!.Body)!.AsArray();
            seen.Add($"{answer.Status} " + string.Join(' ', page.Select(r => r!["version"])));
            range = answer.Headers.GetValueOrDefault("Next-Range");
        }
        Assert.That(seen, Is.EqualTo(new[] { "206 12 11 10 9 8", "206 7 6 5 4 3", "200 2 1" }));
    }

    [TestCase("version ..; max=0")]
    [TestCase("version ..; top=1")]
    [TestCase("colour ..")]
    public async Task Releases_RangeItDoesNotKnow_Is416(string range)
    {
        await using var world = await HerokuWorld.OpenAsync();
        var answer = await world.Client().SendAsync("GET", App + "/releases", null, ("range", range));
        Assert.That(answer!.Status, Is.EqualTo(416));
    }

    [Test]
    public async Task Rollback_IsANewReleaseWithTheOldConfig()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        await heroku.JsonAsync(200, "PATCH", App + "/config-vars", """{"A":"9","B":"2"}""");
        var first = await heroku.JsonAsync(200, "GET", App + "/releases/1");
        var body = $$"""{"release":"{{first["id"]}}"}""";
        var release = await heroku.JsonAsync(201, "POST", App + "/releases", body);
        Assert.That($"{release["version"]} {release["description"]}", Is.EqualTo("3 Rollback to v1"));
        var config = await heroku.JsonAsync(200, "GET", App + "/config-vars");
        Assert.That((string?)config["A"] + config["B"], Is.EqualTo("1"));
    }

    [Test]
    public async Task ReleasePhase_KeepsTheOldReleaseUntilItIsOver()
    {
        await using var world = await FakeWorld.OpenAsync(() => HerokuWorld.File().ReleasePhase(30));
        var heroku = world.Client();
        await heroku.JsonAsync(200, "PATCH", App + "/config-vars", """{"B":"2"}""");
        Assert.That(
            await heroku.DynosAsync(),
            Is.EqualTo("release.1002 up v2, web.1 up v1, web.2 up v1, worker.1 up v1")
        );
        await world.PassAsync(30 * Second);
        Assert.That(
            await heroku.DynosAsync(),
            Is.EqualTo("web.1 starting v2, web.2 starting v2, worker.1 starting v2")
        );
    }

    [Test]
    public async Task ReleasePhase_Failed_LeavesTheDynosWhereTheyAre()
    {
        await using var world = await FakeWorld.OpenAsync(() =>
            HerokuWorld.File().ReleasePhase(30, fails: true)
        );
        var heroku = world.Client();
        await heroku.JsonAsync(200, "PATCH", App + "/config-vars", """{"B":"2"}""");
        await world.PassAsync(60 * Second);
        var release = await heroku.JsonAsync(200, "GET", App + "/releases/2");
        Assert.That($"{release["status"]} {release["current"]}", Is.EqualTo("failed false"));
        Assert.That(heroku.State(), Does.Contain("app makerepo dynos web: 2 not on the latest release"));
    }

    [Test]
    public async Task Calls_MoreThanTheBucket_Are429UntilItRefills()
    {
        await using var world = await FakeWorld.OpenAsync(() =>
            HerokuVerbs.Heroku().Key(RunbookDsl.Verbs.Secret("HEROKU_API_KEY")).CallsLeft(1).App("makerepo")
        );
        var heroku = world.Client();
        await heroku.JsonAsync(200, "GET", App);
        Assert.That(
            await heroku.SaidAsync("GET", App),
            Does.StartWith("""429 {"id":"rate_limit","message":"Your account reached the API rate limit",""")
        );
        Assert.That(
            await heroku.SaidAsync("GET", "/account/rate-limits"),
            Is.EqualTo("""200 {"remaining":0}""")
        );
        await world.PassAsync(Second);
        await heroku.JsonAsync(200, "GET", App);
    }

    [Test]
    public async Task Call_ItDoesNotKnow_IsFoundWithTheNearest()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        await heroku.JsonAsync(404, "GET", App + "/formations");
        await heroku.JsonAsync(422, "PATCH", App, """{"maintenence":true}""");
        Assert.That(
            world.Found,
            Is.EqualTo(
                new[]
                {
                    "unknown: heroku does not know GET /apps/makerepo/formations "
                        + "(did you mean 'GET /apps/{app}/formation'?)",
                    "unknown: heroku does not know the field maintenence of PATCH /apps/{app} "
                        + "(did you mean 'the field maintenance of PATCH /apps/{app}'?)",
                }
            )
        );
    }

    [Test]
    public async Task Faults_BeforeAndAfterTheEffect_TellTheCallerTheSame()
    {
        var change = new Fault(new(FaultKind.Drop), FaultMoment.BeforeEffect) { ChangesOnly = true };
        await using var world = await HerokuWorld.OpenAsync(
            change,
            change with
            {
                Moment = FaultMoment.AfterEffect,
                Nth = 2,
            },
            change with
            {
                Action = new(FaultKind.Error) { Code = "500" },
                Nth = 3,
            },
            change with
            {
                Action = new(FaultKind.RateLimited),
                Nth = 4,
            }
        );
        var heroku = world.Client();
        var said = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var answer = await heroku.SaidAsync("PATCH", App + "/config-vars", """{"B":"2"}""");
            var releases = await heroku.JsonAsync(200, "GET", App + "/releases");
            said.Add($"{answer.Split(',')[0]} and {releases.AsArray().Count} releases");
        }
        Assert.That(
            said,
            Is.EqualTo(
                new[]
                {
                    "cut and 1 releases",
                    "cut and 2 releases",
                    "500 {\"id\":\"internal_server_error\" and 2 releases",
                    "429 {\"id\":\"rate_limit\" and 2 releases",
                }
            )
        );
    }

    [Test]
    public async Task Duplicate_OfAConfigChange_IsTwoReleases()
    {
        await using var world = await HerokuWorld.OpenAsync(
            new Fault(new(FaultKind.Duplicate), FaultMoment.BeforeEffect) { ChangesOnly = true }
        );
        var heroku = world.Client();
        await heroku.JsonAsync(200, "PATCH", App + "/config-vars", """{"B":"2"}""");
        var releases = await heroku.JsonAsync(200, "GET", App + "/releases");
        Assert.That(releases.AsArray(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task World_TwoRehearsals_AreAlike()
    {
        var all = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var world = await HerokuWorld.OpenAsync();
            var heroku = world.Client();
            await heroku.JsonAsync(200, "PATCH", App + "/config-vars", """{"B":"2"}""");
            all.Add(await heroku.SaidAsync("GET", App + "/dynos") + heroku.State());
        }
        Assert.That(all[1], Is.EqualTo(all[0]));
    }
}
