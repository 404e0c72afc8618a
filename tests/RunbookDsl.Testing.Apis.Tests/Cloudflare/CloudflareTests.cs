using System.Text.Json.Nodes;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Cloudflare;

[CancelAfter(30_000)]
internal sealed class CloudflareTests
{
    private World _world = null!;
    private Client _client = null!;

    private string Path => $"/client/v4/zones/{Zone.Id}/dns_records";

    private Zone Zone => _world.Stage.Zones().Find("shop.example")!;

    [SetUp]
    public async Task SetUp()
    {
        _world = await Worlds.StartAsync(() =>
            WebVerbs
                .Cloudflare("cf")
                .Token(Secret("CF_TOKEN"))
                .Token(Secret("CF_OTHER"), "other.example")
                .Key("ann@shop.example", Secret("CF_KEY"))
                .Limit(20)
                .Zone("shop.example")
                .Record("www", "A", "192.0.2.1", ttl: 300)
                .Record("@", "MX", "10 mail.shop.example")
                .Record("api", "CNAME", "www.shop.example", proxied: true)
                .Zone("other.example")
        );
        _client = new(_world, "api.cloudflare.com");
        _client.Headers["Authorization"] = $"Bearer {_world.Secrets.Find(Secret("CF_TOKEN"))}";
    }

    [TearDown]
    public async Task TearDown()
    {
        _client.Dispose();
        await _world.DisposeAsync();
    }

    [Test]
    public async Task Patch_Content_IsSeenInZoneLogAndState(CancellationToken cancellation)
    {
        var id = await IdAsync("www.shop.example");
        var done = await Curl.RunAsync(
            _world.Stage.Door(),
            "cut over",
            cancellation,
            "-X",
            "PATCH",
            "-H",
            _client.Headers.Select(h => $"{h.Key}: {h.Value}").Single(),
            "-H",
            "Content-Type: application/json",
            "-d",
            """{"content":"203.0.113.7"}""",
            $"https://api.cloudflare.com{Path}/{id}"
        );
        var record = JsonNode.Parse(done.Output)!["result"]!;
        Assert.That((string?)record["content"], Is.EqualTo("203.0.113.7"));
        Assert.That((int?)record["ttl"], Is.EqualTo(300));
        Assert.That((string?)record["modified_on"], Is.EqualTo("2026-12-05T06:00:00.000000Z"));
        Assert.That(Zone.Find(id)!.Content, Is.EqualTo("203.0.113.7"));
        var call = _world.Stage.Log.Events[^1];
        Assert.That(
            $"{call.Call.Step}: {_world.Stage.Tokens.Replace(call.Call.Text)} {call.Before} → {call.After}",
            Is.EqualTo(
                "cut over: PATCH /zones/{zone:shop.example}/dns_records/{cf-record:www} "
                    + "content 192.0.2.1 → content 203.0.113.7"
            )
        );
        Assert.That(
            (await _world.StateAsync(cancellation)).Single().Lines.Select(l => $"{l.Key}: {l.Value}"),
            Is.EqualTo(
                new[]
                {
                    "record api.shop.example CNAME www.shop.example: ttl auto proxied",
                    "record shop.example MX 10 mail.shop.example: ttl auto",
                    "record www.shop.example A 203.0.113.7: ttl 300",
                }
            )
        );
        Assert.That(_world.Stage.Found, Is.Empty);
    }

    [Test]
    public async Task List_FiltersAndPages()
    {
        async Task<string> NamesAsync(string query)
        {
            var answer = await _client.JsonAsync("GET", $"{Path}?{query}");
            return string.Join(' ', answer["result"]!.AsArray().Select(r => (string?)r!["name"]));
        }
        Assert.That(await NamesAsync("type=A"), Is.EqualTo("www.shop.example"));
        Assert.That(
            await NamesAsync("name.contains=shop&order=name&direction=desc&per_page=2"),
            Is.EqualTo("www.shop.example shop.example")
        );
        Assert.That(
            await NamesAsync("type=MX&proxied=true&match=any"),
            Is.EqualTo("shop.example api.shop.example")
        );
        Assert.That(await NamesAsync("content=mail.shop.example"), Is.EqualTo("shop.example"));
        Assert.That(await NamesAsync("page=2&per_page=2"), Is.EqualTo("api.shop.example"));
        var info = (await _client.JsonAsync("GET", $"{Path}?page=2&per_page=2"))["result_info"]!;
        Assert.That(
            info.ToJsonString(),
            Is.EqualTo("""{"page":2,"per_page":2,"count":1,"total_count":3,"total_pages":2}""")
        );
        await _client.AskAsync("GET", $"{Path}?nam=x");
        Assert.That(
            _world.Stage.Found.Select(f => f.Text),
            Is.EqualTo(new[] { "a query of cf does not know nam (did you mean 'name'?)" })
        );
    }

    [Test]
    public async Task Zones_List_ShowsWhatTheTokenMaySee()
    {
        var mine = await _client.JsonAsync("GET", "/client/v4/zones?name=shop.example");
        Assert.That((string?)mine["result"]![0]!["id"], Is.EqualTo(Zone.Id));
        _client.Headers["Authorization"] = $"Bearer {_world.Secrets.Find(Secret("CF_OTHER"))}";
        var other = await _client.JsonAsync("GET", "/client/v4/zones");
        Assert.That(
            other["result"]!.AsArray().Select(z => (string?)z!["name"]),
            Is.EqualTo(new[] { "other.example" })
        );
        Assert.That(await ErrorAsync("GET", Path), Is.EqualTo("403 10000 Authentication error"));
        var verified = await _client.JsonAsync("GET", "/client/v4/user/tokens/verify");
        Assert.That((string?)verified["result"]!["status"], Is.EqualTo("active"));
        Assert.That(
            verified["messages"]!.ToJsonString(),
            Is.EqualTo("""[{"code":10000,"message":"This API Token is valid and active","type":null}]""")
        );
    }

    [TestCase(
        "Authorization",
        "Bearer",
        "400 6003 Invalid request headers (6111 Invalid format for Authorization header)"
    )]
    [TestCase(
        "Authorization",
        "Bearer 0123456789abcdef0123456789abcdef01234567",
        "403 9109 Invalid access token"
    )]
    [TestCase(
        "X-Auth-Key",
        "tok",
        "400 6003 Invalid request headers (6103 Invalid format for X-Auth-Key header)"
    )]
    [TestCase("X-Auth-Key", "SECRET", "200")]
    [TestCase("X-None", "", "400 9106 Missing X-Auth-Key, X-Auth-Email or Authorization headers")]
    public async Task Auth_IsChecked(string header, string value, string expected)
    {
        _client.Headers.Clear();
        _client.Headers["X-Auth-Email"] = "ann@shop.example";
        _client.Headers[header] = value == "SECRET" ? _world.Secrets.Find(Secret("CF_KEY"))! : value;
        Assert.That(await ErrorAsync("GET", "/client/v4/zones"), Is.EqualTo(expected));
    }

    [TestCase(
        """{"type":"A","name":"www","content":"192.0.2.1"}""",
        "400 81058 An identical record already exists."
    )]
    [TestCase(
        """{"type":"CNAME","name":"www.shop.example","content":"x.example"}""",
        "400 81053 An A, AAAA, or CNAME record with that host already exists."
    )]
    [TestCase(
        """{"type":"A","name":"API","content":"192.0.2.9"}""",
        "400 81054 A CNAME record with that host already exists."
    )]
    [TestCase(
        """{"type":"NS","name":"www","content":"ns.example"}""",
        "400 81056 NS records with that host already exist."
    )]
    [TestCase(
        """{"type":"A","name":"x","content":"192.0.2"}""",
        "400 1004 DNS Validation Error (9005 Content for A record must be a valid IPv4 address.)"
    )]
    [TestCase(
        """{"type":"A","name":"x","content":"192.0.2.9","ttl":59}""",
        "400 1004 DNS Validation Error "
            + "(9021 Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.)"
    )]
    [TestCase(
        """{"type":"TXT","name":"x","content":"a","proxied":true}""",
        "400 1004 DNS Validation Error (9004 This record type cannot be proxied.)"
    )]
    [TestCase("""{"type":"A","name":"x" """, "400 9207 Request body is invalid.")]
    [TestCase(
        """{"type":"A","name":"bücher","content":"192.0.2.9","ttl":60}""",
        "200 xn--bcher-kva.shop.example 60"
    )]
    [TestCase(
        """{"type":"A","name":"x","content":"192.0.2.9","ttl":60,"proxied":true}""",
        "200 x.shop.example 1"
    )]
    [TestCase("""{"type":"MX","name":"@","content":"b.example","priority":20}""", "200 shop.example 1")]
    public async Task Create_Record_IsValidated(string body, string expected)
    {
        var before = Zone.Records.Count;
        Assert.That(await ErrorAsync("POST", Path, body), Is.EqualTo(expected));
        Assert.That(Zone.Records, Has.Count.EqualTo(expected.StartsWith("200") ? before + 1 : before));
    }

    [Test]
    public async Task Delete_Twice_IsRefusedTheSecondTime()
    {
        var id = await IdAsync("www.shop.example");
        Assert.That(
            (await _client.AskAsync("DELETE", $"{Path}/{id}")).Body,
            Is.EqualTo($$$"""{"result":{"id":"{{{id}}}"},"success":true,"errors":[],"messages":[]}""")
        );
        Assert.That(
            await ErrorAsync("DELETE", $"{Path}/{id}"),
            Is.EqualTo("404 81044 Record does not exist.")
        );
        Assert.That(
            await ErrorAsync("GET", $"{Path}/xyz"),
            Does.StartWith("404 7003 Could not route to /zones/")
        );
    }

    [Test]
    public async Task Put_FieldsLeftOut_ReturnToTheirDefaults()
    {
        var id = await IdAsync("www.shop.example");
        var put = await _client.JsonAsync(
            "PUT",
            $"{Path}/{id}",
            """{"type":"A","name":"www","content":"192.0.2.1"}"""
        );
        Assert.That((int?)put["result"]!["ttl"], Is.EqualTo(1));
        Assert.That(_world.Stage.Log.Events[^1].Before, Is.EqualTo("ttl 300"));
        Assert.That(_world.Stage.Log.Events[^1].After, Is.EqualTo("ttl auto"));
    }

    [Test]
    public async Task Batch_IsAllOrNothing()
    {
        var id = await IdAsync("www.shop.example");
        var before = Zone.Records.ToArray();
        var bad = $$"""
            {"deletes":[{"id":"{{id}}"}],"posts":[{"type":"A","name":"x","content":"no"}]}
            """;
        Assert.That(await ErrorAsync("POST", $"{Path}/batch", bad), Does.StartWith("400 1004"));
        Assert.That(Zone.Records, Is.EqualTo(before));
        var good = $$"""
            {"posts":[{"type":"CNAME","name":"www","content":"x.example"}],"deletes":[{"id":"{{id}}"}]}
            """;
        Assert.That(await ErrorAsync("POST", $"{Path}/batch", good), Is.EqualTo("200"));
        Assert.That(Zone.Records.Single(r => r.Name == "www.shop.example").Type, Is.EqualTo("CNAME"));
    }

    [Test]
    public async Task Body_SentAsAForm_IsRefused()
    {
        var answer = await _client.AskAsync("POST", Path, "{}", "application/x-www-form-urlencoded");
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Body, Does.Contain("Invalid Content-Type header"));
    }

    [Test]
    public async Task Limit_TooManyRequests_ClosesForFiveMinutes()
    {
        for (var i = 0; i < 20; i++)
            Assert.That(await ErrorAsync("GET", Path), Is.EqualTo("200"));
        Assert.That(_client.Last.Headers.GetValues("x-ratelimit-remaining").Single(), Is.EqualTo("0"));
        const string Slow = "429 971 Please wait and consider throttling your request speed";
        Assert.That(await ErrorAsync("GET", Path), Is.EqualTo(Slow));
        Assert.That(_client.Last.Headers.GetValues("retry-after").Single(), Is.EqualTo("300"));
        Assert.That(
            _client.Last.Headers.GetValues("x-ratelimit-reset").Single(),
            Is.EqualTo("Sat, 05 Dec 2026 06:05:00 GMT")
        );
        await PassAsync(TimeSpan.FromMinutes(4));
        Assert.That(await ErrorAsync("GET", Path), Is.EqualTo(Slow));
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.That(await ErrorAsync("GET", Path), Is.EqualTo("200"));
    }

    [Test]
    public async Task Faults_ComeAsTheProvidersOwnErrors()
    {
        await using var world = await Worlds.StartAsync(
            () => WebVerbs.Cloudflare("cf").Token(Secret("T")).Zone("shop.example"),
            new Fault(new(FaultKind.RateLimited), FaultMoment.BeforeEffect) { Operation = "dns.create" },
            new Fault(new(FaultKind.Error) { Code = "81057" }, FaultMoment.BeforeEffect)
            {
                Operation = "dns.list",
            }
        );
        using var client = new Client(world, "api.cloudflare.com");
        client.Headers["Authorization"] = $"Bearer {world.Secrets.Find(Secret("T"))}";
        var path = $"/client/v4/zones/{world.Stage.Zones().Zones[0].Id}/dns_records";
        var limited = await client.AskAsync("POST", path, "{}");
        Assert.That(limited.Status, Is.EqualTo(429));
        Assert.That(client.Last.Headers.GetValues("retry-after").Single(), Is.EqualTo("30"));
        Assert.That((await client.AskAsync("GET", path)).Body, Does.Contain("81057"));
    }

    [Test]
    public void Check_Mistakes_AreNamed()
    {
        var error = Assert.Throws<AuthoringException>(() =>
            Worlds.Read(() =>
                WebVerbs
                    .Cloudflare("cf", "w.csx", 1)
                    .Token(Secret("T"), "shop.exampel")
                    .Zone("shop.example", "w.csx", 2)
                    .Record("www", "A", "192.0.2", file: "w.csx", line: 3)
            )
        );
        Assert.That(
            error.Message.Split(System.Environment.NewLine),
            Is.EqualTo(
                new[]
                {
                    "w.csx(1): error RB0211: a token of 'cf' is limited to shop.exampel, which is none of "
                        + "its zones (did you mean 'shop.example'?).",
                    "w.csx(3): error RB0211: record 1 of shop.example: "
                        + "Content for A record must be a valid IPv4 address.",
                }
            )
        );
    }

    private async Task PassAsync(TimeSpan time)
    {
        using var step = _world.Stage.Clock.Enter("wait");
        await _world.Stage.Clock.UntilAsync(_world.Stage.Clock.GetUtcNow() + time, time, default);
    }

    private async Task<string> IdAsync(string name) =>
        (string)(await _client.JsonAsync("GET", $"{Path}?name={name}"))["result"]![0]!["id"]!;

    /// <summary>Status, code and message, and what exactly is wrong; of a record its name and TTL.</summary>
    private async Task<string> ErrorAsync(string method, string path, string? body = null)
    {
        var (status, text) = await _client.AskAsync(method, path, body);
        var answer = JsonNode.Parse(text)!;
        Assert.That((bool?)answer["success"], Is.EqualTo(status == 200));
        if (status == 200)
            return answer["result"] is JsonObject record && record["ttl"] is { } ttl
                ? $"200 {record["name"]} {ttl}"
                : "200";
        var error = answer["errors"]![0]!;
        var chain = error["error_chain"]?[0] is { } inner ? $" ({inner["code"]} {inner["message"]})" : "";
        return $"{status} {error["code"]} {error["message"]}{chain}";
    }
}
