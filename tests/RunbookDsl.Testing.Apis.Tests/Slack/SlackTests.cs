using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Slack;

[CancelAfter(30_000)]
internal sealed class SlackTests
{
    private World _world = null!;

    [SetUp]
    public async Task SetUp() =>
        _world = await Worlds.StartAsync(() =>
            WebVerbs
                .Slack()
                .Webhook("#ops", Secret("HOOK"))
                .Channel("#closed", joined: false)
                .Channel("#old", archived: true)
                .Webhook("#old", Secret("OLD_HOOK"))
                .Token(Secret("SLACK_TOKEN"))
                .Burst(2)
        );

    [TearDown]
    public Task TearDown() => _world.DisposeAsync().AsTask();

    [Test]
    public async Task Webhook_Curl_IsSeenByPeople(CancellationToken cancellation)
    {
        var hook = _world.Secrets.Find(Secret("HOOK"))!;
        var done = await Curl.RunAsync(
            _world.Stage.Door(),
            "tell",
            cancellation,
            "-d",
            """{"text":"we begin"}""",
            hook
        );
        Assert.That(done.Output, Is.EqualTo("ok"));
        var call = _world.Stage.Log.Events.Single();
        Assert.That(
            (call.Call.Step, call.Call.Text, call.Call.Subject),
            Is.EqualTo(("tell", "POST webhook of #ops", "#ops"))
        );
        Assert.That(call.After, Is.EqualTo("#ops: we begin"));
        Assert.That(
            (await _world.StateAsync(cancellation)).Single().Lines.Single(),
            Is.EqualTo(new KeyValuePair<string, string>("message 001", "#ops: we begin"))
        );
        Assert.That(_world.Stage.Found, Is.Empty);
    }

    [Test]
    public async Task Webhook_ASecretInTheMessage_IsALeak()
    {
        using var client = new Client(_world, "hooks.slack.com");
        var path = new Uri(_world.Secrets.Find(Secret("HOOK"))!).AbsolutePath;
        var token = _world.Secrets.Find(Secret("SLACK_TOKEN"))!;
        await client.AskAsync("POST", path, $$"""{"text":"use {{token}}"}""");
        Assert.That(
            _world.Stage.Found.Select(f => f.ToString()),
            Is.EqualTo(
                new[] { "leak: the secret SLACK_TOKEN stands in a message in #ops, where others can read it" }
            )
        );
        Assert.That(_world.Stage.Log.Events.Single().After, Is.EqualTo("#ops: use {secret:SLACK_TOKEN}"));
    }

    [TestCase("HOOK", "{}", "400 no_text")]
    [TestCase("HOOK", "{", "400 invalid_payload")]
    [TestCase("OLD_HOOK", """{"text":"x"}""", "410 channel_is_archived")]
    [TestCase("NONE", """{"text":"x"}""", "404 no_team")]
    [TestCase("HOOK", """{"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"a"}}]}""", "200 ok")]
    public async Task Webhook_Errors_ArePlainText(string secret, string body, string expected)
    {
        using var client = new Client(_world, "hooks.slack.com");
        var path =
            secret == "NONE" ? "/services/T/B/x" : new Uri(_world.Secrets.Find(Secret(secret))!).AbsolutePath;
        var (status, text) = await client.AskAsync("POST", path, body);
        Assert.That($"{status} {text}", Is.EqualTo(expected));
    }

    [TestCase("#ops", "200 ")]
    [TestCase("ops", "200 ")]
    [TestCase("#nobody", "200 channel_not_found")]
    [TestCase("#closed", "200 not_in_channel")]
    [TestCase("#old", "200 is_archived")]
    public async Task PostMessage_LogicalFailure_Is200(string channel, string expected)
    {
        using var client = new Client(_world, "slack.com");
        client.Headers["Authorization"] = $"Bearer {_world.Secrets.Find(Secret("SLACK_TOKEN"))}";
        var answer = await client.JsonAsync(
            "POST",
            "/api/chat.postMessage",
            $$"""{"channel":"{{channel}}","text":"x"}"""
        );
        Assert.That($"{(int)client.Last.StatusCode} {answer["error"]}", Is.EqualTo(expected));
        Assert.That((bool?)answer["ok"], Is.EqualTo(expected == "200 "));
    }

    [Test]
    public async Task PostMessage_WithoutToken_IsRefused()
    {
        using var client = new Client(_world, "slack.com");
        var answer = await client.JsonAsync("POST", "/api/chat.postMessage", """{"channel":"#ops"}""");
        Assert.That((string?)answer["error"], Is.EqualTo("not_authed"));
    }

    [Test]
    public async Task Pace_OneMessageASecond()
    {
        using var client = new Client(_world, "hooks.slack.com");
        var path = new Uri(_world.Secrets.Find(Secret("HOOK"))!).AbsolutePath;
        var answers = new List<string>();
        for (var i = 0; i < 3; i++)
            answers.Add((await client.AskAsync("POST", path, """{"text":"x"}""")).Body);
        Assert.That(answers, Is.EqualTo(new[] { "ok", "ok", "rate_limited" }));
        Assert.That(client.Last.Headers.GetValues("Retry-After").Single(), Is.EqualTo("1"));
        using (_world.Stage.Clock.Enter("wait"))
            await _world.Stage.Clock.UntilAsync(
                _world.Stage.Clock.GetUtcNow().AddSeconds(1),
                TimeSpan.FromSeconds(1),
                default
            );
        Assert.That((await client.AskAsync("POST", path, """{"text":"x"}""")).Body, Is.EqualTo("ok"));
    }
}
