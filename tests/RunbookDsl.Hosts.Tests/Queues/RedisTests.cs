using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Queues;

/// <summary>The Redis of a scripted machine, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class RedisTests
{
    [Test]
    public async Task Clearing_passes_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                Step("empty").Run(Redis().AssertEmpty("queue:mailers"));
                Step("cache").Run(Redis().ClearCache("shop:page:")).NoUndo("a cache is filled again");
                Step("sessions").Run(Redis().ClearSessions("session:", 30.Days)).NoUndo("nobody used them");
            },
            Machine
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(20));
        Assert.That(matrix.Rows.Count(r => r.Status == RunStatus.Done), Is.GreaterThan(10));
    }

    [Test]
    public async Task What_goes_is_told_and_the_rest_stays()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                Step("cache").Run(Redis().ClearCache("shop:page:")).NoUndo("a cache is filled again");
                Step("sessions").Run(Redis().ClearSessions("session:", 30.Days)).NoUndo("nobody used them");
            },
            Machine
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(
            result.Changes(),
            Is.EqualTo(
                new[]
                {
                    "web-1/redis session:old*: none, was 40 keys",
                    "web-1/redis shop:page:*: none, was 2300 keys",
                }
            )
        );
    }

    [Test]
    public async Task A_full_queue_is_said()
    {
        var result = await HostWorld.Clean(
            () => Step("empty").Run(Redis().WaitEmpty(20.Seconds, "queue:default", "queue:mailers")),
            Machine
        );
        Assert.That(
            result.Said(),
            Does.Contain("queue:default holds 3, in the Redis of web-1").And.StartWith("Held.")
        );
    }

    [Test]
    public async Task A_Redis_that_is_stopped_is_said_and_nothing_is_done()
    {
        var result = await HostWorld.Clean(
            () => Step("cache").Run(Redis().ClearCache("shop:page:")).NoUndo("a cache is filled again"),
            host => Machine(host.Unit("redis-server", active: false))
        );
        Assert.That(
            result.Said(),
            Does.Contain("It said: Could not connect to Redis at 127.0.0.1:6379: Connection refused.")
        );
        Assert.That(result.Changes(), Is.Empty);
    }

    [Test]
    public async Task What_a_scripted_redis_cli_does_not_know_fails_the_rehearsal()
    {
        var result = await HostWorld.Clean(
            () => Step("flush").Run(HostWorld.Web.Exec("redis-cli", "FLUSHALL")).NoUndo("none"),
            host => host.Redis()
        );
        Assert.That(
            result.Findings.Select(f => f.Text),
            Has.Some.Contain("web-1 does not know redis-cli FLUSHALL")
        );
        Assert.That(result.Changes(), Is.Empty);
    }

    [Test]
    public void Plans_say_what_it_means()
    {
        var clear = HostWorld.Web.Redis().At("cache-1").In(2).ClearDatabase();
        using var scope = Assert.EnterMultipleScope();
        Assert.That(clear.Kind, Is.EqualTo("Cache.Clear"));
        Assert.That(clear.Effect, Is.EqualTo(EffectClass.Convergent));
        Assert.That(
            clear.Description,
            Is.EqualTo("unlink all the keys of the Redis cache-1:6379/2 of web-1")
        );
        Assert.That(
            clear.Warning,
            Is.EqualTo(
                "Everything in that database goes, whoever it belongs to. All that was cached is made anew at once: "
                    + "clear off-peak, and warm it up before visitors come"
            )
        );
        Assert.That(
            Redis().ClearSessions("session:", 36.Hours).Facts.Select(f => f.ToString()),
            Is.EqualTo(
                new[]
                {
                    "Fact { Name = host, Value = web-1 }",
                    "Fact { Name = redis, Value = 127.0.0.1:6379, database 0 }",
                    "Fact { Name = keys, Value = session:… }",
                    "Fact { Name = idle for, Value = 36 h }",
                    "Fact { Name = batch, Value = 1000 keys, pause 20 ms }",
                    "Fact { Name = password, Value = secret REDIS_PASSWORD }",
                }
            )
        );
        Assert.That(
            Redis().ClearSessions("session:", 36.Hours).Secrets.Select(s => s.Name),
            Is.EqualTo(new[] { "REDIS_PASSWORD" })
        );
    }

    [Test]
    public void AnEmptyPrefix_IsRefused() =>
        Assert.That(
            () => Redis().ClearCache(""),
            Throws.ArgumentException.With.Message.EqualTo(
                "'' is no beginning of keys: from 1 to 512 characters. Others may keep theirs in the same database; all of "
                    + "it is .ClearDatabase()"
            )
        );

    [Test]
    public void SessionsInUse_AreRefused() =>
        Assert.That(
            () => Redis().ClearSessions("session:", 5.Minutes),
            Throws.ArgumentException.With.Message.EqualTo(
                "sessions idle for 00:05:00 are in use: name at least an hour"
            )
        );

    [Test]
    public void SessionsOlderThanRedisCounts_AreRefused() =>
        Assert.That(
            () => Redis().ClearSessions("session:", 365.Days),
            Throws.ArgumentException.With.Message.EqualTo(
                "Redis cannot tell 365 days without use, it begins anew after 194: name at most 180"
            )
        );

    private static HostRedis Redis() => HostWorld.Web.Redis().LogIn(new SecretReference("REDIS_PASSWORD"));

    private static void Machine(HostBuilder host) =>
        host.Redis(new SecretReference("REDIS_PASSWORD"))
            .RedisKeys("shop:page:", 2300)
            .RedisKeys("session:old", 40, idle: 40.Days)
            .RedisKey("session:ann", idle: 2.Hours)
            .RedisList("queue:default", 3)
            .RedisList("queue:mailers", 0);
}
