using System.Collections;
using RunbookDsl.Testing.Apis;

namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>A zone at the fake of the provider, on a real socket, and one step that works on it.</summary>
internal sealed class ZoneStand : IAsyncDisposable
{
    public static readonly SecretReference Token = new("CF_TOKEN");
    public static readonly SecretReference Other = new("CF_OTHER");
    public static readonly SecretReference Wrong = new("CF_WRONG");
    private readonly ZonesWay _way;
    private readonly World _world;
    private readonly IDisposable _lane;

    private ZoneStand(ZonesWay way, World world)
    {
        (_way, _world, Step) = (way, world, new(world));
        _lane = world.Stage.Clock.Enter("step");
        Records = Open("shop.example", Token);
    }

    public StepInWorld Step { get; }

    /// <summary>The records of shop.example.</summary>
    public ICloudflareRecords Records { get; }

    /// <summary>Id of shop.example.</summary>
    public string ZoneId => _world.Stage.Zones().Find("shop.example")!.Id;

    /// <summary>What was found wrong with what the provider was asked.</summary>
    public IReadOnlyList<Finding> Found => _world.Stage.Found;

    /// <summary>The calls so far, each with what was answered: <c>dns.patch 200</c>.</summary>
    public IEnumerable<string> Calls =>
        _world.Stage.Log.Events.Select(e => $"{e.Call.Operation} {e.Answer}".Trim());

    public TimeSpan Elapsed => _world.Stage.Clock.Elapsed;

    public static async Task<ZoneStand> SetUpAsync(
        ZonesWay way,
        Action<CloudflareBuilder> zone,
        params IReadOnlyList<Fault> faults
    )
    {
        var session = new WorldSession("/none/zone.world.csx");
        using (session.Enter())
        {
            WorldVerbs.Given(Wrong.Name, "not-a-token-of-this-account-at-all-x");
            zone(
                WebVerbs
                    .Cloudflare("cf")
                    .Token(Token)
                    .Token(Other, "other.example")
                    .Zone("other.example")
                    .Zone("shop.example")
            );
        }
        var world = await World.StartAsync(
            session.Build(),
            new WorldOptions(Environment()),
            new SceneOptions { Faults = faults, Otherwise = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero) },
            default
        );
        world.Stage.Begin();
        return new(way, world);
    }

    public ICloudflareRecords Open(string zone, SecretReference token) =>
        _way.Zones.Open(Cloudflare.Zone(zone, token), Step);

    public string Value(SecretReference secret) => _world.Secrets.Find(secret)!;

    /// <summary>What is at the provider now: <c>www.shop.example A 192.0.2.1: ttl 300</c>.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync()
    {
        var states = await _world.StateAsync(default);
        return [.. states.SelectMany(s => s.Lines).Select(l => $"{l.Key["record ".Length..]}: {l.Value}")];
    }

    public async ValueTask DisposeAsync()
    {
        _lane.Dispose();
        await _world.DisposeAsync();
    }

    private static Dictionary<string, string> Environment() =>
        System
            .Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string)v.Value!);
}
