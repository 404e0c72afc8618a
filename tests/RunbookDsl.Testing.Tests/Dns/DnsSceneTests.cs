using System.Diagnostics;

namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>Many rehearsals at once, and ten that are the same.</summary>
[CancelAfter(120_000)]
internal sealed class DnsSceneTests
{
    [Test]
    public async Task ManyScenesAtOnce_AreApartAndLeakNothing()
    {
        await using (await DnsWorld.StartAsync()) { }
        var before = Descriptors();
        var worlds = new List<DnsWorld>();
        for (var i = 0; i < 200; i++)
            worlds.Add(await DnsWorld.StartAsync());
        await Task.WhenAll(
            worlds.Select(
                async (world, i) =>
                {
                    world.Edit("A", "www.makerepo.com", r => r with { Content = $"198.51.100.{i}" });
                    Assert.That(
                        await world.Ask("A", "www.makerepo.com", "ns1.provider.net"),
                        Is.EqualTo($"NOERROR aa; www.makerepo.com A 198.51.100.{i} 3600")
                    );
                }
            )
        );
        Assert.That(Descriptors(), Is.GreaterThanOrEqualTo(before + 800));
        var ports = worlds.Select(w => w.Scene.ResolverPort).ToArray();
        foreach (var world in worlds)
            await world.DisposeAsync();
        Assert.That(ports, Is.Unique);
        Assert.That(Descriptors(), Is.LessThan(before + 20));
        Assert.That(() => Clients.Tcp(ports[0]), Throws.InstanceOf<System.Net.Sockets.SocketException>());
    }

    [Test]
    public async Task Opening_IsCheap()
    {
        var spec = DnsWorld.Read(DnsWorld.Usual);
        await using var system = await spec.Systems[0].StartAsync(new(Machine.Environment()), default);
        var times = new List<TimeSpan>();
        for (var i = 0; i < 50; i++)
        {
            var stage = new Stage(new StageOptions(Machine.Environment(), "/", DnsWorld.Start));
            var started = Stopwatch.GetTimestamp();
            await using var scene = await system.OpenAsync(stage, default);
            times.Add(Stopwatch.GetElapsedTime(started));
        }
        var median = times.Order().ElementAt(25);
        TestContext.Out.WriteLine($"median {median.TotalMilliseconds:F2} ms, longest {times.Max()}");
        Assert.That(median, Is.LessThan(TimeSpan.FromMilliseconds(5)));
    }

    [Test]
    public async Task TenRuns_AreTheSame()
    {
        var runs = new List<string>();
        for (var run = 0; run < 10; run++)
        {
            await using var world = await DnsWorld.StartAsync();
            await world.Run("look", "dig", "+noall", "+answer", "www.makerepo.com");
            await world.Ask("MX", "makerepo.com");
            world.Edit("A", "www.makerepo.com", r => r with { Content = "192.0.2.99" });
            var told = (await world.Run("look", "dig", "@ns1.provider.net", "www.makerepo.com")).Output;
            await world.Pass(1000);
            await world.Run("look", "host", "www.makerepo.com");
            var server = told.Split('\n').Single(l => l.StartsWith(";; SERVER", StringComparison.Ordinal));
            var state = (await world.Scene.StateAsync(default)).Lines.Select(l => $"{l.Key} {l.Value}");
            runs.Add(
                string.Join(
                    '\n',
                    world
                        .Stage.Log.Events.Select(e => $"{e.At:u} {e.Call.Step} {e.Call.Line} {e.Answer}")
                        .Concat(state)
                        .Append(world.Stage.Tokens.Replace(server))
                        .Append(world.Zone.Id)
                )
            );
        }
        TestContext.Out.WriteLine(runs[0]);
        Assert.That(runs[0], Does.Contain(";; SERVER: 127.0.0.1#{port:dns}(127.0.0.1) (UDP)"));
        Assert.That(runs[0], Does.Contain("look A www.makerepo.com (authoritative) 192.0.2.99 ttl 3600"));
        Assert.That(runs.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task World_HasEverythingARunbookNeeds()
    {
        await using var world = await World.StartAsync(
            DnsWorld.Read(DnsWorld.Usual),
            new WorldOptions(Machine.Environment()),
            default
        );
        var lookup = world.Surroundings.Ports.Find<INameLookup>()!;
        var answer = await lookup.AskAsync(new("www.makerepo.com", "A"), default);
        Assert.That(answer.Server, Is.EqualTo("resolver"));
        Assert.That(
            answer.Records,
            Is.EqualTo(new[] { new NameRecord("www.makerepo.com", "A", "192.0.2.10", TimeSpan.FromHours(1)) })
        );
        Assert.That(
            world.Surroundings.Programs.Keys,
            Is.EqualTo(new[] { "dig", "drill", "getent", "host", "kdig", "nslookup" })
        );
        Assert.That(
            world.Stage.Resolver()!.Resolve("www.makerepo.com")!.ToString(),
            Is.EqualTo("192.0.2.10")
        );
        Assert.That((await world.StateAsync(default)).Single().Lines, Has.Count.EqualTo(14));
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;
}
