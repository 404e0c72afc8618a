using RunbookDsl.Hosts.Tests.Ssh;

namespace RunbookDsl.Hosts.Tests.Queues;

/// <summary>Redis operations with the redis-cli and a redis-server of this machine.</summary>
[CancelAfter(120_000)]
internal sealed class RealRedisTests
{
    private const string Secret = "open sesame";
    private Machine _machine = null!;
    private StepOverSsh _step = null!;
    private RealRedis? _server;

    private RealRedis Server => _server!;

    private HostRedis Redis =>
        Hosts.Ssh.Host("web-1").Redis().At("127.0.0.1", Server.Port).LogIn(new SecretReference("PASSWORD"));

    [SetUp]
    public async Task SetUp()
    {
        if (!RealRedis.IsHere)
            Assert.Ignore("needs redis-server: apt-get install redis-server");
        _machine = new Machine();
        _step = new StepOverSsh(_machine);
        _step.SecretValues["PASSWORD"] = Secret;
        _server = await RealRedis.StartAsync(_machine.Folder, Secret);
    }

    [TearDown]
    public async Task TearDown()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _machine?.Dispose();
    }

    [Test]
    public async Task ClearCache_UnlinksThePrefix_AndNothingElse()
    {
        await Server.TellAsync([.. Enumerable.Range(0, 2500).Select(i => $"SET shop:page:{i} x")]);
        await Server.TellAsync(
            "SET \"shop:page:two\\nlines\" x",
            "SET shop:pages x",
            "SET \"\\x00shop:page:\" x",
            "SET session:ann x"
        );
        var clear = Redis.ClearCache("shop:page:").Throttled(100, TimeSpan.Zero);
        Assert.That((await clear.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.NotDone));
        _step.Known = await clear.CaptureAsync(_step, default);
        Assert.That($"{_step.Known}", Is.EqualTo("keys=2501"));
        var before = _step.Commands.Count;
        var result = await clear.RunAsync(_step, default);
        using var scope = Assert.EnterMultipleScope();
        Assert.That($"{result}", Is.EqualTo("2501 keys went"));
        Assert.That(_step.Commands.Count - before, Is.GreaterThan(20), "it goes in batches");
        var verdict = await clear.VerifyAsync(_step, result, default);
        Assert.That(
            verdict.Evidence,
            Is.EqualTo($"there are 0 of the keys shop:page:… of {Redis}, 2501 before")
        );
        Assert.That(verdict.Passed, Is.True);
        Assert.That((await clear.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        Assert.That(await Server.AskAsync("DBSIZE"), Is.EqualTo("3\n"));
        Assert.That(await Server.AskAsync("EXISTS", "session:ann", "shop:pages"), Is.EqualTo("2\n"));
        Assert.That(_step.Commands.Select(c => c.Text), Has.None.Contain(Secret), "not in a command line");
    }

    [Test]
    public async Task ClearCache_OfAPrefixWithStars_TakesThemAsTheyAre()
    {
        await Server.TellAsync("SET a*b:1 x", "SET aab:1 x", "SET \"[x]?\\\\:1\" x", "SET xy:1 x");
        foreach (var prefix in (string[])["a*b:", "[x]?\\:"])
            Assert.That(
                (await Redis.ClearCache(prefix).RunAsync(_step, default)).Keys,
                Is.EqualTo(1),
                prefix
            );
        Assert.That(await Server.AskAsync("EXISTS", "aab:1", "xy:1"), Is.EqualTo("2\n"));
    }

    [Test]
    public async Task ClearDatabase_ClearsOneNumberedDatabase()
    {
        await Server.TellAsync("SET zero x", "SELECT 3", "SET three x", "SET more x");
        var result = await Redis.In(3).ClearDatabase().RunAsync(_step, default);
        Assert.That(result.Keys, Is.EqualTo(2));
        Assert.That(await Server.AskAsync("DBSIZE"), Is.EqualTo("1\n"));
    }

    [Test]
    public async Task ClearCache_ThatSomebodyFillsAsFast_IsNotVerified()
    {
        await Server.TellAsync("SET c:1 x", "SET c:2 x");
        _step.Known = Captured.Of("keys", "2");
        var verdict = await Redis.ClearCache("c:").VerifyAsync(_step, new(2, 0), default);
        Assert.That(
            (verdict.Passed, verdict.Evidence),
            Is.EqualTo(
                (
                    false,
                    $"there are 2 of the keys c:… of {Redis}, 2 before: somebody fills it as fast as it is cleared, "
                        + "or brought it back"
                )
            )
        );
    }

    [Test]
    public async Task ClearSessions_LeavesWhatIsInUse()
    {
        await Server.IdleAsync("session:old", 40.Days);
        await Server.IdleAsync("session:older", 100.Days);
        await Server.IdleAsync("session:young", 29.Days);
        await Server.IdleAsync("basket:old", 100.Days);
        var clear = Redis.ClearSessions("session:", 30.Days);
        _step.Known = await clear.CaptureAsync(_step, default);
        Assert.That($"{_step.Known}", Is.EqualTo("idle=2, in use=1"));
        var result = await clear.RunAsync(_step, default);
        using var scope = Assert.EnterMultipleScope();
        Assert.That($"{result}", Is.EqualTo("2 keys went, 1 in use stayed"));
        var verdict = await clear.VerifyAsync(_step, result, default);
        Assert.That(
            (verdict.Passed, verdict.Evidence),
            Is.EqualTo((true, $"of the keys session:… of {Redis}, 0 are old and 1 in use"))
        );
        var again = await clear.ProbeAsync(_step, default);
        Assert.That((again.State, again.Result), Is.EqualTo((ProbeState.Done, new RedisClearResult(0, 1))));
        Assert.That(await Server.AskAsync("EXISTS", "session:young", "basket:old"), Is.EqualTo("2\n"));
        // Being looked at is no use.
        Assert.That(await Server.AskAsync("OBJECT", "IDLETIME", "basket:old"), Does.StartWith("86400"));
    }

    [Test]
    public async Task ClearSessions_WhenAllAreGone_IsNotVerified()
    {
        var verdict = await Redis.ClearSessions("session:", 30.Days).VerifyAsync(_step, new(2, 5), default);
        Assert.That(
            (verdict.Passed, verdict.Evidence),
            Is.EqualTo(
                (
                    false,
                    $"none of the keys session:… of {Redis} is left, and 5 were in use: who was logged in is not"
                )
            )
        );
    }

    [Test]
    public async Task WhatTheServerSays_IsNoSuccess_ThoughRedisCliEndsWith0()
    {
        await Server.TellAsync("SET session:ann x", "CONFIG SET maxmemory-policy allkeys-lfu");
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Redis.ClearSessions("session:", 30.Days).RunAsync(_step, default)
        );
        Assert.That(
            error.Message,
            Does.StartWith(
                $"cannot unlink session:… in {Redis}. It said: ERR An LFU maxmemory policy is selected, idle time not tracked."
            )
        );
        Assert.That(await Server.AskAsync("EXISTS", "session:ann"), Is.EqualTo("1\n"));
    }

    [Test]
    public async Task AWrongPassword_IsSaid_AndNotShown()
    {
        await Server.AskAsync("SET", "c:1", "x");
        _step.SecretValues["PASSWORD"] = "not the password";
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Redis.ClearCache("c:").ProbeAsync(_step, default)
        );
        Assert.That(
            error.Message,
            Is.EqualTo($"cannot count c:… in {Redis}. It said: NOAUTH Authentication required.")
        );
        Assert.That(await Server.AskAsync("EXISTS", "c:1"), Is.EqualTo("1\n"));
    }

    [Test]
    public async Task AssertEmpty_KnowsListsSetsAndStreams()
    {
        await Server.TellAsync(
            "RPUSH queue:default a b",
            "ZADD retry 1 a",
            "XADD events * f v",
            "SET name x"
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(
            await Said(Redis.AssertEmpty("queue:default", "queue:mailers", "retry", "events")),
            Is.EqualTo($"queue:default holds 2, retry holds 1, events holds 1, in {Redis}")
        );
        Assert.That(
            await Said(Redis.AssertEmpty("queue:mailers", "schedule")),
            Is.EqualTo($"nothing waits in queue:mailers, schedule of {Redis}")
        );
        var error = Assert.ThrowsAsync<OperationFailedException>(() => Said(Redis.AssertEmpty("name")));
        Assert.That(error!.Message, Is.EqualTo($"name in {Redis} is a string: that is no queue"));
    }

    [Test]
    public async Task AServerThatDoesNotAnswer_IsSaid()
    {
        await Server.DisposeAsync();
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Redis.ClearCache("c:").ProbeAsync(_step, default)
        );
        _server = null;
        Assert.That(
            error.Message,
            Does.Contain("exit code 1. It said: Could not connect to Redis at 127.0.0.1:")
        );
    }

    private async Task<string> Said(RedisQueueCheck check) => (await check.RunAsync(_step, default)).Evidence;
}
