using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Statuspage;

[CancelAfter(60_000)]
internal sealed class StatuspageTests
{
    private const string Page = "/v1/pages/kctbh9vrtdwd";
    private const string Api = "b13yz5g2cw10";

    private const string Begun =
        "Scheduled maintenance is currently in progress. We will provide updates as necessary.";

    private const string Planned = """
        {"incident":{"name":"Database maintenance","scheduled_for":"2026-12-05T07:00:00Z",
        "scheduled_until":"2026-12-05T08:00:00Z","scheduled_auto_in_progress":true,
        "scheduled_auto_completed":true,"auto_transition_to_maintenance_state":true,
        "auto_transition_to_operational_state":true,"auto_transition_deliver_notifications_at_end":true,
        "body":"We will be read-only.","component_ids":["b13yz5g2cw10"]}}
        """;

    [Test]
    public async Task Incident_FromBeginningToEnd_IsWhatPeopleRead()
    {
        await using var world = await OpenAsync();
        var status = Client(world);
        const string Body =
            """{"incident":{"name":"Slow","body":"We look.","components":{"b13yz5g2cw10":"degraded_performance"}}}""";
        var made = await status.JsonAsync(201, "POST", Page + "/incidents.json", Body);
        Assert.That($"{made["status"]} {made["impact"]}", Is.EqualTo("investigating minor"));
        var path = $"{Page}/incidents/{made["id"]}";
        const string Done =
            """{"incident":{"status":"resolved","body":"Done.","deliver_notifications":false,"components":{"b13yz5g2cw10":"operational"}}}""";
        var done = await status.JsonAsync(200, "PATCH", path, Done);
        var newest = done["incident_updates"]![0]!;
        Assert.That(
            newest["affected_components"]![0]!.ToJsonString(),
            Is.EqualTo(
                """{"code":"b13yz5g2cw10","name":"API","old_status":"degraded_performance","new_status":"operational"}"""
            )
        );
        var edited = await status.JsonAsync(
            200,
            "PATCH",
            $"{path}/incident_updates/{newest["id"]}",
            """{"incident_update":{"body":"All done."}}"""
        );
        Assert.That((string?)edited["body"], Is.EqualTo("All done."));
        Assert.That(
            status.State(),
            Is.EqualTo(
                """
                makerepo component API: operational
                makerepo component Web: operational
                makerepo incident 01: Slow: resolved, none
                makerepo incident 01 update 01: investigating: We look.
                makerepo incident 01 update 02: resolved: All done. (nobody notified)
                """
            )
        );
        Assert.That(
            world.Changes,
            Is.EqualTo(
                new[]
                {
                    "incident.create: no incident -> Slow: investigating",
                    "incident.update: Slow: investigating -> Slow: resolved",
                    "incident_update.update: Done. -> All done.",
                }
            )
        );
    }

    [Test]
    public async Task Maintenance_WithAutoTransitions_MovesByItself()
    {
        await using var world = await OpenAsync();
        var status = Client(world);
        await status.JsonAsync(201, "POST", Page + "/incidents", Planned);
        Assert.That(await Names(status, "/incidents/upcoming"), Is.EqualTo("Database maintenance"));
        Assert.That(status.State(), Does.Contain("component API: operational"));
        await world.PassAsync(TimeSpan.FromHours(1));
        Assert.That(status.State(), Does.Contain("component API: under_maintenance"));
        Assert.That(await Names(status, "/incidents/active_maintenance"), Is.EqualTo("Database maintenance"));
        await world.PassAsync(TimeSpan.FromHours(1));
        Assert.That(
            status.State(),
            Is.EqualTo(
                $"""
                makerepo component API: operational
                makerepo component Web: operational
                makerepo incident 01: Database maintenance: completed, maintenance
                makerepo incident 01 update 01: scheduled: We will be read-only.
                makerepo incident 01 update 02: in_progress: {Begun} (nobody notified)
                makerepo incident 01 update 03: completed: The scheduled maintenance has been completed.
                """
            )
        );
    }

    [Test]
    public async Task Maintenance_PutOff_DoesNotBeginAtTheOldTime()
    {
        await using var world = await OpenAsync();
        var status = Client(world);
        var made = await status.JsonAsync(201, "POST", Page + "/incidents", Planned);
        await status.JsonAsync(
            200,
            "PUT",
            $"{Page}/incidents/{made["id"]}",
            """{"incident":{"scheduled_for":"2026-12-05T09:00:00Z","scheduled_until":"2026-12-05T10:00:00Z"}}"""
        );
        await world.PassAsync(TimeSpan.FromHours(2));
        Assert.That(status.State(), Does.Contain("incident 01: Database maintenance: scheduled"));
        await world.PassAsync(TimeSpan.FromHours(1));
        Assert.That(status.State(), Does.Contain("incident 01: Database maintenance: in_progress"));
    }

    [Test]
    public async Task Form_InPlaceOfJson_IsUnderstood()
    {
        await using var world = await OpenAsync();
        var status = Client(world);
        var made = await status.SaidAsync(
            "POST",
            Page + "/incidents",
            "incident[name]=A+b&incident[components][b13yz5g2cw10]=major_outage&incident%5Bcomponent_ids%5D%5B%5D=b13yz5g2cw10",
            ("content-type", "application/x-www-form-urlencoded")
        );
        Assert.That(made, Does.StartWith("201 "));
        Assert.That(status.State(), Does.Contain("incident 01: A b: investigating, critical"));
    }

    [TestCase(
        "authorization",
        "Bearer x",
        "401 {\"error\":\"Could not authenticate\",\"message\":\"Could not authenticate\"}"
    )]
    [TestCase(
        "content-type",
        "text/plain",
        "400 {\"error\":\"Content-Type has to be application/json or a form\",\"message\":\"Content-Type has to be application/json or a form\"}"
    )]
    public async Task Call_WithAWrongHeader_IsRefused(string name, string value, string said)
    {
        await using var world = await OpenAsync();
        var path = $"{Page}/components/{Api}";
        const string Body = """{"component":{"status":"major_outage"}}""";
        Assert.That(await Client(world).SaidAsync("PATCH", path, Body, (name, value)), Is.EqualTo(said));
        Assert.That(world.Changes, Is.Empty);
    }

    [TestCase("POST", "/incidents", """{"incident":{"name":""}}""", 422)]
    [TestCase("POST", "/incidents", """{"incident":{"name":"A","status":"scheduled"}}""", 422)]
    [TestCase("POST", "/incidents", """{"incident":{"name":"A","components":{"x":"operational"}}}""", 422)]
    [TestCase("POST", "/incidents", """{"name":"A"}""", 400)]
    [TestCase(
        "POST",
        "/incidents",
        """{"incident":{"name":"A","scheduled_for":"2026-12-05T07:00:00Z"}}""",
        422
    )]
    [TestCase("GET", "/incidents/nosuch", "", 404)]
    [TestCase("GET", "/incidents?limit=101", "", 400)]
    [TestCase("PATCH", "/components/b13yz5g2cw10", """{"component":{"status":"fine"}}""", 422)]
    public async Task Call_Wrong_ChangesNothing(string method, string path, string body, int status)
    {
        await using var world = await OpenAsync();
        var answer = await Client(world).JsonAsync(status, method, Page + path, body);
        Assert.That((string?)answer["error"], Is.Not.Empty.And.EqualTo((string?)answer["message"]));
        Assert.That(world.Changes, Is.Empty);
    }

    [Test]
    public async Task Incidents_MoreThanAPage_ArePaged()
    {
        await using var world = await OpenAsync();
        var status = Client(world);
        for (var i = 1; i <= 5; i++)
            await status.JsonAsync(
                201,
                "POST",
                Page + "/incidents",
                $$$"""{"incident":{"name":"No {{{i}}}"}}"""
            );
        Assert.That(await Names(status, "/incidents?limit=2"), Is.EqualTo("No 5, No 4"));
        Assert.That(await Names(status, "/incidents.json?limit=2&page=3"), Is.EqualTo("No 1"));
        Assert.That(await Names(status, "/incidents?q=no%203".Replace("%20", " ")), Is.EqualTo("No 3"));
        Assert.That(await Names(status, "/incidents/unresolved?per_page=1"), Is.EqualTo("No 5"));
    }

    [Test]
    public async Task Calls_MoreThanSixtyAMinute_Are420()
    {
        await using var world = await OpenAsync();
        var status = Client(world);
        for (var i = 0; i < 60; i++)
            await status.JsonAsync(200, "GET", Page);
        var answer = await status.SendAsync("GET", Page);
        Assert.That((answer!.Status, answer.Headers["Retry-After"]), Is.EqualTo((420, "60")));
        await world.PassAsync(TimeSpan.FromSeconds(60));
        await status.JsonAsync(200, "GET", Page);
    }

    [Test]
    public async Task Fault_AfterTheEffect_LeavesTheIncidentThatNobodyKnowsOf()
    {
        await using var world = await OpenAsync(
            new Fault(new(FaultKind.Drop), FaultMoment.AfterEffect) { ChangesOnly = true },
            new Fault(new(FaultKind.RateLimited) { Code = "420" }, FaultMoment.BeforeEffect)
            {
                ChangesOnly = true,
                Nth = 2,
            }
        );
        var status = Client(world);
        const string Body = """{"incident":{"name":"A"}}""";
        Assert.That(await status.SaidAsync("POST", Page + "/incidents", Body), Is.EqualTo("cut"));
        Assert.That(await status.SaidAsync("POST", Page + "/incidents", Body), Does.StartWith("420 "));
        Assert.That(await Names(status, "/incidents"), Is.EqualTo("A"));
    }

    [Test]
    public async Task Field_ItDoesNotKnow_IsFound()
    {
        await using var world = await OpenAsync();
        await Client(world).JsonAsync(400, "POST", Page + "/incidents", """{"incident":{"nam":"A"}}""");
        Assert.That(
            world.Found,
            Is.EqualTo(
                new[]
                {
                    "unknown: status does not know the field nam of incident "
                        + "(did you mean 'the field name of incident'?)",
                }
            )
        );
    }

    private static Task<FakeWorld> OpenAsync(params IReadOnlyList<Fault> faults) =>
        FakeWorld.OpenAsync(
            () =>
                StatuspageVerbs
                    .Statuspage("status")
                    .Key(Secret("STATUSPAGE_KEY"))
                    .Page("makerepo", "kctbh9vrtdwd")
                    .Component("API", Api)
                    .Component("Web"),
            faults
        );

    private static ApiClient Client(FakeWorld world) =>
        new(
            world.Stage,
            world.Fake,
            new Dictionary<string, string>
            {
                ["authorization"] = $"OAuth {world.Surroundings.Secrets["STATUSPAGE_KEY"]}",
                ["content-type"] = "application/json",
            },
            "api.statuspage.io"
        );

    private static async Task<string> Names(ApiClient status, string path)
    {
        var all = await status.JsonAsync(200, "GET", Page + path);
        return string.Join(", ", all.AsArray().Select(i => (string?)i!["name"]));
    }
}
