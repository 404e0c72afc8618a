using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Intercom;

[CancelAfter(60_000)]
internal sealed class IntercomTests
{
    private const string Mail = """
        {"message_type":"email","subject":"Maintenance","body":"Tonight.","template":"plain",
        "from":{"type":"admin","id":394051},"to":{"type":"user","email":"ann@example.com"}}
        """;

    [Test]
    public async Task Message_SentTwice_IsTwoMessages()
    {
        await using var world = await OpenAsync();
        var intercom = Client(world);
        var first = await intercom.JsonAsync(200, "POST", "/messages", Mail);
        await intercom.JsonAsync(200, "POST", "/messages", Mail.Replace("394051", "\"394051\""));
        Assert.That(
            first.ToJsonString(),
            Is.EqualTo(
                """{"type":"admin_message","id":"2001","created_at":1796450400,"message_type":"email","subject":"Maintenance","body":"Tonight.","""
                    + "\"owner\":{\"type\":\"admin\",\"id\":\"394051\",\"name\":\"Ops\",\"email\":\"ops@example.com\"},\"conversation_id\":null}"
            )
        );
        Assert.That(
            intercom.State(),
            Is.EqualTo(
                """
                contact ann@example.com: user
                contact bob@example.com: lead
                message 01: email from Ops to ann@example.com: Maintenance: Tonight.
                message 02: email from Ops to ann@example.com: Maintenance: Tonight.
                """
            )
        );
    }

    [Test]
    public async Task Me_IsTheFirstAdmin()
    {
        await using var world = await OpenAsync();
        Assert.That(
            await Client(world).SaidAsync("GET", "/me"),
            Is.EqualTo("""200 {"type":"admin","id":"394051","name":"Ops","email":"ops@example.com"}""")
        );
    }

    [TestCase("email@x", "not_found", 404, "email\":\"ann@example.com", "email\":\"eve@example.com")]
    [TestCase("no subject", "parameter_missing", 400, "\"subject\":\"Maintenance\",", "")]
    [TestCase("template", "parameter_invalid", 400, "plain", "fancy")]
    [TestCase("admin", "parameter_not_found", 400, "394051", "1")]
    [TestCase("role", "not_found", 404, "\"type\":\"user\"", "\"type\":\"lead\"")]
    public async Task Message_Wrong_IsRefused(string _, string code, int status, string part, string other)
    {
        await using var world = await OpenAsync();
        var said = await Client(world).JsonAsync(status, "POST", "/messages", Mail.Replace(part, other));
        Assert.That($"{said["type"]} {said["errors"]![0]!["code"]}", Is.EqualTo($"error.list {code}"));
        Assert.That(world.Changes, Is.Empty);
    }

    [Test]
    public async Task Token_Wrong_IsUnauthorized()
    {
        await using var world = await OpenAsync();
        var said = await Client(world).SaidAsync("GET", "/me", null, ("authorization", "Bearer x"));
        Assert.That(
            world.Stage.Tokens.Replace(said),
            Is.EqualTo(
                """401 {"type":"error.list","request_id":"{intercom-request:1}","errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}"""
            )
        );
    }

    [Test]
    public async Task Contact_JustMade_IsNotFoundYet()
    {
        await using var world = await OpenAsync();
        var intercom = Client(world);
        const string Eve = """{"role":"user","email":"eve@example.com"}""";
        var made = await intercom.JsonAsync(200, "POST", "/contacts", Eve);
        await intercom.JsonAsync(409, "POST", "/contacts", Eve);
        var mail = Mail.Replace("\"email\":\"ann@example.com\"", $"\"id\":\"{made["id"]}\"");
        await intercom.JsonAsync(404, "POST", "/messages", mail);
        const string Search = """{"query":{"field":"email","operator":"=","value":"eve@example.com"}}""";
        Assert.That(
            (int)(await intercom.JsonAsync(200, "POST", "/contacts/search", Search))["total_count"]!,
            Is.Zero
        );
        await world.PassAsync(TimeSpan.FromSeconds(5));
        await intercom.JsonAsync(200, "POST", "/messages", mail);
        await intercom.JsonAsync(200, "GET", $"/contacts/{made["id"]}");
    }

    [Test]
    public async Task Event_OfAContact_IsKept()
    {
        await using var world = await OpenAsync();
        var intercom = Client(world);
        const string Body = """{"event_name":"moved","created_at":1796450400,"email":"bob@example.com"}""";
        Assert.That(await intercom.SaidAsync("POST", "/events", Body), Is.EqualTo("202 "));
        Assert.That(intercom.State(), Does.Contain("event 01: moved of bob@example.com"));
    }

    [Test]
    public async Task Calls_MoreThanAllowed_Are429UntilTheMinuteIsOver()
    {
        await using var world = await OpenAsync();
        var intercom = Client(world);
        var answer = await intercom.SendAsync("GET", "/me");
        Assert.That(answer!.Headers["X-RateLimit-Remaining"], Is.EqualTo("7"));
        for (var i = 0; i < 7; i++)
            await intercom.JsonAsync(200, "GET", "/me");
        await intercom.JsonAsync(429, "GET", "/me");
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await intercom.JsonAsync(200, "GET", "/me");
    }

    [Test]
    public async Task Faults_ByCode_BeforeAndAfterTheEffect()
    {
        var before = new Fault(new(FaultKind.Error) { Code = "404" }, FaultMoment.BeforeEffect)
        {
            ChangesOnly = true,
        };
        await using var world = await OpenAsync(
            before,
            before with
            {
                Action = new(FaultKind.Error) { Code = "server_error" },
                Moment = FaultMoment.AfterEffect,
                Nth = 2,
            }
        );
        var intercom = Client(world);
        await intercom.JsonAsync(404, "POST", "/messages", Mail);
        Assert.That(world.Changes, Is.Empty);
        await intercom.JsonAsync(500, "POST", "/messages", Mail);
        Assert.That(
            world.Changes.Single(),
            Is.EqualTo("message.create: no message -> email to ann@example.com: Maintenance")
        );
    }

    private static Task<FakeWorld> OpenAsync(params IReadOnlyList<Fault> faults) =>
        FakeWorld.OpenAsync(
            () =>
                IntercomVerbs
                    .Intercom()
                    .Token(Secret("INTERCOM_TOKEN"))
                    .Admin(394051, "Ops", "ops@example.com")
                    .Contact("ann@example.com", externalId: "7")
                    .Contact("bob@example.com", "lead")
                    .NewContactsAfter(5)
                    .CallsPerMinute(8),
            faults
        );

    private static ApiClient Client(FakeWorld world) =>
        new(
            world.Stage,
            world.Fake,
            new Dictionary<string, string>
            {
                ["authorization"] = $"Bearer {world.Surroundings.Secrets["INTERCOM_TOKEN"]}",
            },
            "api.intercom.io"
        );
}
