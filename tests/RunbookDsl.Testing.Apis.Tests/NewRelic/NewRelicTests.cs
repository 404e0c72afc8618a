using System.Text.Json.Nodes;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.NewRelic;

[CancelAfter(60_000)]
internal sealed class NewRelicTests
{
    private const string Deployments = "/v2/applications/222/deployments.json";

    private const string Mute = """
        mutation Mute($account: Int!, $start: NaiveDateTime = "2026-12-05T07:00:00") {
          made: alertsMutingRuleCreate(accountId: $account, rule: {
            name: "Move", enabled: true, # all of it
            condition: {operator: AND, conditions: [
              {attribute: "conditionName", operator: EQUALS, values: ["api", "web"]}]}
            schedule: {startTime: $start, endTime: "2026-12-05T08:00:00", timeZone: "America/Los_Angeles"}
          }) { id status condition { conditions { values } } schedule { startTime until: endTime } }
        }
        """;

    [Test]
    public async Task Rule_TimesGoInWithoutOffsetAndComeOutWithOne()
    {
        await using var world = await OpenAsync();
        var newRelic = Client(world);
        var made = await Graph(newRelic, Mute, """{"account":12345}""");
        Assert.That(
            world.Stage.Tokens.Replace(made.ToJsonString()),
            Is.EqualTo(
                """{"data":{"made":{"id":"{newrelic-rule:1}","status":"SCHEDULED","condition":{"conditions":[{"values":["api","web"]}]},"""
                    + "\"schedule\":{\"startTime\":\"2026-12-05T07:00:00-08:00\",\"until\":\"2026-12-05T08:00:00-08:00\"}}}}"
            )
        );
        Assert.That(
            world.Changes,
            Is.EqualTo(new[] { "alertsMutingRuleCreate: no muting rule -> muting rule Move enabled" })
        );
        await world.PassAsync(TimeSpan.FromHours(9));
        Assert.That(await Statuses(newRelic), Is.EqualTo("ACTIVE"));
        await world.PassAsync(TimeSpan.FromHours(1));
        Assert.That(await Statuses(newRelic), Is.EqualTo("ENDED"));
    }

    [Test]
    public async Task Rule_UpdatedAndDeleted_IsGone()
    {
        await using var world = await OpenAsync();
        var newRelic = Client(world);
        var made = await Graph(newRelic, Mute, """{"account":12345}""");
        var id = (string)made["data"]!["made"]!["id"]!;
        const string Update =
            "mutation($id: ID!) { alertsMutingRuleUpdate(accountId: 12345, id: $id, rule: {enabled: false}) { name enabled } }";
        var updated = await Graph(newRelic, Update, $$"""{"id":"{{id}}"}""");
        Assert.That(
            updated["data"]!.ToJsonString(),
            Is.EqualTo("""{"alertsMutingRuleUpdate":{"name":"Move","enabled":false}}""")
        );
        var delete = $"mutation {{ alertsMutingRuleDelete(accountId: 12345, id: \"{id}\") {{ id }} }}";
        Assert.That((await Graph(newRelic, delete))["errors"], Is.Null);
        Assert.That(await Statuses(newRelic), Is.Empty);
        var gone = await Graph(newRelic, delete);
        Assert.That(
            gone["errors"]!.ToJsonString().Replace(id, "ID"),
            Is.EqualTo(
                """[{"message":"Muting rule ID was not found","path":["alertsMutingRuleDelete"],"extensions":{"errorClass":"NOT_FOUND"}}]"""
            )
        );
    }

    [TestCase(
        "{ actor { account(id: 12345) { nme } } }",
        "Cannot query field \"nme\" on type \"Account\". newrelic does not know the field nme of Account (did you mean 'the field name of Account'?)"
    )]
    [TestCase(
        "{ actor { account(id: 12345) } }",
        "Field \"account\" of type \"Account\" must have a selection of subfields."
    )]
    [TestCase(
        "{ actor { account(id: 12345) { name { first } } } }",
        "Field \"name\" must not have a selection since its type has no subfields."
    )]
    [TestCase(
        "{ actor { account(id: 1) { name } } }",
        "Access denied: you do not have access to this account"
    )]
    [TestCase("{ actor { account(id: $a) { name } } }", "Variable \"$a\" is not defined.")]
    [TestCase(
        "query($a: Int!) { actor { account(id: $a) { name } } }",
        "Variable \"$a\": Expected non-null, found null."
    )]
    [TestCase("{ actor { ... on Actor { user } } }", "fragments and directives are not known in this world")]
    [TestCase("{ actor", "syntax error before: ")]
    [TestCase("{ actor(x: \"", "a text has no end")]
    [TestCase("", "syntax error before: the end")]
    public async Task Document_Wrong_IsAnErrorWith200(string document, string message)
    {
        await using var world = await OpenAsync();
        var said = await Graph(Client(world), document);
        Assert.That(said["data"], Is.Null);
        Assert.That((string?)said["errors"]![0]!["message"], Is.EqualTo(message));
    }

    [Test]
    public async Task Document_TooDeep_IsRefused()
    {
        await using var world = await OpenAsync();
        var deep = string.Concat(Enumerable.Repeat("{a", 5000)) + new string('}', 5000);
        var said = await Graph(Client(world), deep);
        Assert.That((string?)said["errors"]![0]!["message"], Is.EqualTo("The query is too deep"));
        var list = "{ a(b: " + new string('[', 5000) + ") }";
        said = await Graph(Client(world), list);
        Assert.That((string?)said["errors"]![0]!["message"], Is.EqualTo("The query is too deep"));
    }

    [TestCase("2026-12-05T07:00:00Z", "startTime has to look like 2021-07-08T14:30:00, without an offset")]
    [TestCase("2026-12-05T09:00:00", "endTime has to be after startTime")]
    public async Task Rule_WithAWrongTime_IsRefused(string start, string message)
    {
        await using var world = await OpenAsync();
        var said = await Graph(Client(world), Mute, $$"""{"account":12345,"start":"{{start}}"}""");
        Assert.That(
            said["errors"]!.ToJsonString(),
            Is.EqualTo(
                $$$"""[{"message":"{{{message}}}","path":["made"],"extensions":{"errorClass":"INVALID_INPUT"}}]"""
            )
        );
        Assert.That(world.Changes, Is.Empty);
    }

    [Test]
    public async Task Marker_ForAnEntity_ComesBackWithItsId()
    {
        await using var world = await OpenAsync();
        var newRelic = Client(world);
        const string Mark = """
            mutation($d: ChangeTrackingDeploymentInput!) {
              changeTrackingCreateDeployment(deployment: $d) { deploymentId version timestamp deploymentType }
            }
            """;
        var guid = Convert.ToBase64String("12345|APM|APPLICATION|222"u8).TrimEnd('=');
        var made = await Graph(newRelic, Mark, $$$"""{"d":{"version":"1.2","entityGuid":"{{{guid}}}"}}""");
        Assert.That(
            world.Stage.Tokens.Replace(made["data"]!["changeTrackingCreateDeployment"]!.ToJsonString()),
            Is.EqualTo(
                """{"deploymentId":"{newrelic-deployment:1}","version":"1.2","timestamp":1796450400000,"deploymentType":"BASIC"}"""
            )
        );
        var old = await Graph(
            newRelic,
            Mark,
            $$$"""{"d":{"version":"1.2","entityGuid":"{{{guid}}}","timestamp":1796000000000}}"""
        );
        Assert.That(
            (string?)old["errors"]![0]!["message"],
            Is.EqualTo("timestamp has to be within 24 hours of now")
        );
        Assert.That(newRelic.State(), Is.EqualTo("deployment 01: API 1.2"));
    }

    [Test]
    public async Task Deployments_MadeListedAndDeleted()
    {
        await using var world = await OpenAsync();
        var newRelic = Client(world);
        for (var i = 0; i < 201; i++)
            await newRelic.JsonAsync(
                201,
                "POST",
                Deployments,
                $$$"""{"deployment":{"revision":"r{{{i}}}","timestamp":"2019-12-27T19:13:23+00:00"}}"""
            );
        var first = await newRelic.SendAsync("GET", Deployments);
        Assert.That(
            first!.Headers["Link"],
            Is.EqualTo(
                "<https://api.newrelic.com/v2/applications/222/deployments.json?page=2>; rel=\"next\", "
                    + "<https://api.newrelic.com/v2/applications/222/deployments.json?page=2>; rel=\"last\""
            )
        );
        var last = await newRelic.SaidAsync("GET", Deployments + "?page=2");
        Assert.That(
            last,
            Is.EqualTo(
                """200 {"deployments":[{"id":321,"revision":"r0","changelog":null,"description":null,"user":null,"timestamp":"2019-12-27T19:13:23\u002B00:00","links":{"application":222}}]}"""
            )
        );
        await newRelic.JsonAsync(200, "DELETE", "/v2/applications/222/deployments/321.json");
        await newRelic.JsonAsync(404, "DELETE", "/v2/applications/222/deployments/321.json");
        Assert.That(
            await newRelic.SaidAsync("POST", Deployments, """{"deployment":{"revision":""}}"""),
            Is.EqualTo(
                """422 {"error":{"title":"The request is invalid","messages":["Revision can\u0027t be blank"]}}"""
            )
        );
    }

    [Test]
    public async Task Key_Wrong_IsToldByEachApiInItsWay()
    {
        await using var world = await OpenAsync();
        var newRelic = Client(world);
        var rest = await newRelic.SaidAsync("GET", Deployments, null, ("api-key", "x"));
        var graph = await newRelic.SaidAsync("POST", "/graphql", """{"query":"{a}"}""", ("api-key", "x"));
        Assert.That(rest, Is.EqualTo("""401 {"error":{"title":"The API key provided is invalid"}}"""));
        Assert.That(
            graph,
            Is.EqualTo(
                """401 {"data":null,"errors":[{"message":"The API key provided is invalid","extensions":{"errorClass":"UNAUTHORIZED","error_code":"BAD_API_KEY"}}]}"""
            )
        );
    }

    [Test]
    public async Task Faults_BeforeAndAfterTheEffect_InNerdGraphsWords()
    {
        var timeout = new Fault(new(FaultKind.Error) { Code = "TIMEOUT" }, FaultMoment.BeforeEffect)
        {
            Operation = "alertsMutingRuleCreate",
        };
        await using var world = await OpenAsync(
            timeout,
            timeout with
            {
                Moment = FaultMoment.AfterEffect,
                Nth = 2,
            },
            timeout with
            {
                Action = new(FaultKind.RateLimited),
                Nth = 3,
            }
        );
        var newRelic = Client(world);
        for (var i = 0; i < 2; i++)
        {
            var said = await Graph(newRelic, Mute, """{"account":12345}""");
            Assert.That((string?)said["errors"]![0]!["extensions"]!["errorClass"], Is.EqualTo("TIMEOUT"));
            Assert.That(world.Changes.Count(), Is.EqualTo(i));
        }
        var body = new JsonObject
        {
            ["query"] = Mute,
            ["variables"] = new JsonObject { ["account"] = 12345 },
        };
        await newRelic.JsonAsync(429, "POST", "/graphql", body.ToJsonString());
    }

    private static Task<FakeWorld> OpenAsync(params IReadOnlyList<Fault> faults) =>
        FakeWorld.OpenAsync(
            () =>
                NewRelicVerbs
                    .NewRelic()
                    .Key(Secret("NEW_RELIC_KEY"))
                    .Account(12345, "Main")
                    .Application(222, "API"),
            faults
        );

    private static ApiClient Client(FakeWorld world) =>
        new(
            world.Stage,
            world.Fake,
            new Dictionary<string, string> { ["api-key"] = world.Surroundings.Secrets["NEW_RELIC_KEY"] },
            "api.newrelic.com"
        );

    private static Task<JsonNode> Graph(ApiClient newRelic, string document, string variables = "{}") =>
        newRelic.JsonAsync(
            200,
            "POST",
            "/graphql",
            new JsonObject { ["query"] = document, ["variables"] = JsonNode.Parse(variables) }.ToJsonString()
        );

    private static async Task<string> Statuses(ApiClient newRelic)
    {
        const string Query = "{ actor { account(id: 12345) { alerts { mutingRules { status } } } } }";
        var all = await Graph(newRelic, Query);
        var rules = all["data"]!["actor"]!["account"]!["alerts"]!["mutingRules"]!.AsArray();
        return string.Join(' ', rules.Select(r => (string?)r!["status"]));
    }
}
