namespace RunbookDsl.Testing.Apis.Tests.Heroku;

[CancelAfter(60_000)]
internal sealed class HerokuDataTests
{
    private const string App = "/apps/makerepo";

    [Test]
    public async Task Maintenance_InMaintenanceMode_TakesNineMinutes()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        await heroku.JsonAsync(200, "PATCH", App, """{"maintenance":true}""");
        var root = await Root(heroku);
        var run = await heroku.JsonAsync(200, "POST", root + "/run");
        Assert.That(
            run.ToJsonString(),
            Is.EqualTo(
                """{"previously_scheduled_for":"2026-12-17 22:00:00 \u002B0000","required_by":"2027-01-07 22:00:00 \u002B0000","""
                    + """ "scheduled_for":"2026-12-05 06:00:00 \u002B0000","window":"Thursdays 22:00 to Fridays 02:00 UTC"}""".TrimStart()
            )
        );
        Assert.That(await Status(heroku, root), Is.EqualTo("running"));
        var wait = await heroku.SaidAsync("GET", await Database(heroku) + "/wait_status");
        Assert.That(wait, Is.EqualTo("""200 {"waiting?":true,"message":"upgrading"}"""));
        await world.PassAsync(TimeSpan.FromSeconds(539));
        Assert.That(await Status(heroku, root), Is.EqualTo("running"));
        await world.PassAsync(TimeSpan.FromSeconds(1));
        Assert.That(await Status(heroku, root), Is.EqualTo("completed"));
        var past = await heroku.JsonAsync(200, "GET", root + "/history/?limit=5");
        Assert.That((int)past["maintenances"]![0]!["duration_seconds"]!, Is.EqualTo(540));
        Assert.That(
            await heroku.SaidAsync("POST", root + "/run"),
            Is.EqualTo(
                """422 {"id":"invalid_params","message":"There is no maintenance scheduled for postgresql-main."}"""
            )
        );
        Assert.That(world.Found, Is.Empty);
    }

    [Test]
    public async Task Maintenance_WhileTheAppCanWrite_IsAnAccident()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        await heroku.JsonAsync(200, "POST", await Root(heroku) + "/run");
        Assert.That(
            world.Found,
            Is.EqualTo(
                new[]
                {
                    "accident: heroku: maintenance of postgresql-main began while makerepo could write: it was "
                        + "neither in maintenance mode nor read-only on every dyno",
                }
            )
        );
    }

    [TestCase(39, 1)]
    [TestCase(40, 0)]
    public async Task Maintenance_OfAReadOnlyApp_IsSafeOnceEveryDynoRunsIt(int seconds, int accidents)
    {
        await using var world = await FakeWorld.OpenAsync(() => HerokuWorld.File().ReadOnlyBy("READ_ONLY"));
        var heroku = world.Client();
        await heroku.JsonAsync(200, "PATCH", App + "/config-vars", """{"READ_ONLY":"1"}""");
        await world.PassAsync(TimeSpan.FromSeconds(seconds));
        await heroku.JsonAsync(200, "POST", await Root(heroku) + "/run");
        Assert.That(world.Found.Count(), Is.EqualTo(accidents));
    }

    [Test]
    public async Task Maintenance_NobodyRuns_BeginsByItselfInItsWindow()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        var root = await Root(heroku);
        var due = new DateTimeOffset(2026, 12, 17, 22, 0, 0, TimeSpan.Zero);
        await world.PassAsync(due - world.Stage.Clock.GetUtcNow());
        Assert.That(await Status(heroku, root), Is.EqualTo("running"));
        Assert.That(world.Found.Single(), Does.StartWith("accident"));
    }

    [Test]
    public async Task Schedule_WeeksAsText_PutsItOff()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        var root = await Root(heroku);
        var due = await heroku.JsonAsync(200, "POST", root + "/schedule", """{"delay_weeks":"2"}""");
        Assert.That(
            $"{due["previously_scheduled_for"]} | {due["scheduled_for"]}",
            Is.EqualTo("2026-12-17 22:00:00 +0000 | 2026-12-31 22:00:00 +0000")
        );
        await heroku.JsonAsync(422, "POST", root + "/schedule", """{"delay_weeks":"2"}""");
        await world.PassAsync(TimeSpan.FromDays(13));
        Assert.That(await Status(heroku, root), Is.EqualTo("pending"));
    }

    [Test]
    public async Task Window_AnotherOne_MovesWhatIsDue()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        var root = await Root(heroku);
        const string Sunday = """{"day_of_week":"sunday","time_of_day":"1:30PM"}""";
        var moved = await heroku.JsonAsync(200, "POST", root + "/window", Sunday);
        Assert.That(
            $"{moved["previous_window"]} | {moved["window"]} | {moved["scheduled_at"]}",
            Is.EqualTo(
                "Thursdays 22:00 to Fridays 02:00 UTC | Sundays 13:30 to Sundays 17:30 UTC | "
                    + "2026-12-13 13:30:00 +0000"
            )
        );
        await heroku.JsonAsync(422, "POST", root + "/window", """{"day_of_week":"x","time_of_day":"1"}""");
    }

    [Test]
    public async Task Maintenance_BeingPrepared_IsRefused()
    {
        await using var world = await FakeWorld.OpenAsync(() =>
            HerokuWorld.File().Addon("redis-flat", "heroku-redis:premium-0").Maintenance(preparing: 60)
        );
        var heroku = world.Client();
        var root = await Root(heroku, "redis-flat");
        Assert.That(
            await heroku.SaidAsync("POST", root + "/run"),
            Is.EqualTo(
                """422 {"id":"invalid_params","message":"The replacement is currently being prepared."}"""
            )
        );
        await world.PassAsync(TimeSpan.FromSeconds(60));
        Assert.That(await Status(heroku, root), Is.EqualTo("ready"));
    }

    [Test]
    public async Task OldCommands_DoTheSame()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        await heroku.JsonAsync(200, "PATCH", App, """{"maintenance":true}""");
        var database = await Database(heroku);
        var window = await heroku.JsonAsync(
            200,
            "PUT",
            database + "/maintenance_window",
            """{"description":"Sunday 06:00"}"""
        );
        Assert.That(
            (string?)window["message"],
            Is.EqualTo("Maintenance window for postgresql-main set to Sundays 06:00 to Sundays 10:00 UTC.")
        );
        await heroku.JsonAsync(200, "POST", database + "/maintenance");
        var said = await heroku.JsonAsync(200, "GET", database + "/maintenance");
        Assert.That((string?)said["message"], Is.EqualTo("in progress"));
    }

    [Test]
    public async Task Polls_InPlaceOfTime_EndAtTheKthLook()
    {
        await using var world = await FakeWorld.OpenAsync(() => HerokuWorld.File(polls: 2));
        var heroku = world.Client();
        await heroku.JsonAsync(202, "DELETE", App + "/dynos");
        Assert.That(await heroku.DynosAsync(), Does.StartWith("web.1 starting"));
        Assert.That(await heroku.DynosAsync(), Does.StartWith("web.1 up"));
        await heroku.JsonAsync(200, "PATCH", App, """{"maintenance":true}""");
        var root = await Root(heroku);
        await heroku.JsonAsync(200, "POST", root + "/run");
        Assert.That(await Status(heroku, root), Is.EqualTo("running"));
        Assert.That(await Status(heroku, root), Is.EqualTo("completed"));
    }

    [Test]
    public async Task Promote_DetachesAndAttaches_WithAReleaseEach()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        const string Promote =
            """{"addon":{"name":"postgresql-next"},"app":{"name":"makerepo"},"confirm":"makerepo","name":"DATABASE","namespace":null}""";
        Assert.That(
            await heroku.SaidAsync("POST", "/addon-attachments", Promote),
            Is.EqualTo(
                """422 {"id":"invalid_params","message":"Cannot remove the last attachment of postgresql-main."}"""
            )
        );
        const string Backup =
            """{"addon":{"name":"postgresql-main"},"app":{"name":"makerepo"},"confirm":"makerepo","namespace":null}""";
        var backup = await heroku.JsonAsync(201, "POST", "/addon-attachments", Backup);
        Assert.That((string?)backup["name"], Is.EqualTo("HEROKU_POSTGRESQL_AMBER"));
        await heroku.JsonAsync(201, "POST", "/addon-attachments", Promote);
        var releases = await heroku.JsonAsync(200, "GET", App + "/releases");
        Assert.That(
            releases.AsArray().Skip(1).Select(r => (string?)r!["description"]),
            Is.EqualTo(
                new[]
                {
                    "Attach HEROKU_POSTGRESQL_AMBER (@ref:postgresql-main)",
                    "Detach DATABASE (@ref:postgresql-main)",
                    "Attach DATABASE (@ref:postgresql-next)",
                }
            )
        );
        Assert.That(heroku.State(), Does.Contain("app makerepo attachment DATABASE: postgresql-next"));
    }

    [Test]
    public async Task Provisioning_EndsWithAReleaseThatHasItsVar()
    {
        await using var world = await FakeWorld.OpenAsync(() =>
            HerokuWorld.File().Addon("redis-new", "heroku-redis:premium-0").Attached("REDIS").Provisioning(60)
        );
        var heroku = world.Client();
        var config = await heroku.JsonAsync(200, "GET", App + "/config-vars");
        Assert.That(config["REDIS_URL"], Is.Null);
        await world.PassAsync(TimeSpan.FromSeconds(60));
        var addon = await heroku.JsonAsync(200, "GET", App + "/addons/redis-new");
        Assert.That((string?)addon["state"], Is.EqualTo("provisioned"));
        config = await heroku.JsonAsync(200, "GET", App + "/config-vars");
        Assert.That((string?)config["REDIS_URL"], Does.StartWith("rediss://"));
    }

    [Test]
    public async Task Hosts_AnswerForTheirOwnApiOnly()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var database = await Database(world.Client());
        await world.Client("api.data.heroku.com").JsonAsync(200, "GET", database);
        await world.Client("api.heroku.com").JsonAsync(404, "GET", database);
        await world.Client("api.data.heroku.com").JsonAsync(404, "GET", App);
    }

    [Test]
    public async Task State_HoldsNoSecret()
    {
        await using var world = await HerokuWorld.OpenAsync();
        var heroku = world.Client();
        var config = await heroku.JsonAsync(200, "GET", App + "/config-vars");
        var url = (string)config["DATABASE_URL"]!;
        await heroku.JsonAsync(200, "PATCH", App + "/config-vars", $$"""{"COPY":"{{url}}"}""");
        Assert.That(
            heroku.State(),
            Does.Contain("app makerepo config COPY: {secret:URL of postgresql-main}")
        );
        Assert.That(string.Join('\n', world.Changes) + heroku.State(), Does.Not.Contain(url));
    }

    [Test]
    public void World_Mistakes_AreReportedTogether() =>
        Assert.That(
            FakeWorld.Mistakes(() =>
            {
                var app = HerokuVerbs.Heroku().App("X").Formation("web", 1, "Standard-3X").Crashes("wbe");
                app.Addon("db", "standard-0");
                app.Addon("search", "bonsai:small").Maintenance();
                app.Addon("copy", "heroku-postgresql:standard-0").Follows("bd");
            }),
            Is.EquivalentTo(
                new[]
                {
                    "'heroku' has no key: add .Key(Secret(\"HEROKU_API_KEY\")).",
                    "'X' is no name of an app: 3 to 30 lower-case letters, digits and dashes.",
                    "there is no dyno size 'Standard-3X' (did you mean 'Standard-1X'?).",
                    "'X' has no 'wbe' to crash (did you mean 'web'?).",
                    "'standard-0' is no plan: write heroku-postgresql:standard-0.",
                    "'bonsai:small' has no maintenance: only Heroku's data services have.",
                    "'copy' follows 'bd', which is not there (did you mean 'db'?).",
                }
            )
        );

    private static async Task<string> Root(ApiClient heroku, string addon = "postgresql-main")
    {
        var there = await heroku.JsonAsync(200, "GET", $"{App}/addons/{addon}");
        return $"/data/maintenances/v1/{there["id"]}";
    }

    private static async Task<string> Database(ApiClient heroku)
    {
        var there = await heroku.JsonAsync(200, "GET", $"{App}/addons/postgresql-main");
        return $"/client/v11/databases/{there["id"]}";
    }

    private static async Task<string?> Status(ApiClient heroku, string root) =>
        (string?)(await heroku.JsonAsync(200, "GET", root))["status"];
}
