using static RunbookDsl.Testing.DnsVerbs;

namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>The name servers of one rehearsal, with the programs that lead to them.</summary>
internal sealed class DnsWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runbook-dns-");
    private readonly Surroundings _surroundings = new();

    private DnsWorld(IReadOnlyList<Fault> faults)
    {
        Stage = new Stage(
            new StageOptions(Machine.Environment(), _folder.FullName, Start) { Faults = faults }
        );
        Stage.Begin();
    }

    public Stage Stage { get; }

    public DnsScene Scene { get; private set; } = null!;

    public INameLookup Lookup => _surroundings.Ports.Find<INameLookup>()!;

    public Zone Zone => Stage.Zones().Zones[0];

    public IEnumerable<string> Log =>
        Stage.Log.Events.Select(e => $"{e.Call.Line}: {e.Answer ?? "no answer"}");

    public IEnumerable<string> Found => Stage.Found.Select(f => f.ToString());

    public static WorldSpec Read(Action file)
    {
        var session = new WorldSession("/w/dns.world.csx");
        using (session.Enter())
            file();
        return session.Build();
    }

    /// <summary>A zone with a record of every kind.</summary>
    public static void Usual()
    {
        var zone = Dns().Zone("makerepo.com").NameServers("ns1.provider.net", "ns2.provider.net");
        zone.Soa(ttl: 900, minimum: 300);
        zone.Record("A", "@", "192.0.2.1", ttl: 600)
            .Record("A", "www", "192.0.2.10")
            .Record("A", "many", "192.0.2.12", ttl: 120)
            .Record("A", "many", "192.0.2.11", ttl: 60)
            .Record("AAAA", "www", "2001:db8::10")
            .Record("CNAME", "shop", "www.makerepo.com", ttl: 300)
            .Record("CNAME", "far", "www.elsewhere.example")
            .Record("A", "*.apps", "192.0.2.30")
            .Record("A", "shielded", "192.0.2.40", ttl: 1, proxied: true)
            .Record("MX", "@", "10 mail.makerepo.com")
            .Record("TXT", "@", "v=spf1 -all")
            .Record("TXT", "long", new string('x', 300))
            .Record("SRV", "_sip._tcp", "10 5 5060 www.makerepo.com")
            .Record("CAA", "@", "0 issue \"letsencrypt.org\"")
            .Record("NS", "sub", "ns1.elsewhere.example");
    }

    public static async Task<DnsWorld> StartAsync(Action? file = null, params Fault[] faults)
    {
        var world = new DnsWorld(faults);
        var spec = Read(file ?? Usual);
        await using var system = await spec.Systems[0].StartAsync(new(Machine.Environment()), default);
        world.Scene = (DnsScene)await system.OpenAsync(world.Stage, default);
        world.Scene.Surround(world._surroundings);
        return world;
    }

    /// <summary>Asks as an operation does.</summary>
    public async Task<string> Ask(string type, string name, string? server = null)
    {
        var answer = await Lookup.AskAsync(new(name, type) { Server = server }, default);
        var records = answer.Records.Select(r => $"{r.Name} {r.Type} {r.Content} {r.Ttl.TotalSeconds}");
        return string.Join("; ", records.Prepend($"{answer.Rcode}{(answer.IsAuthoritative ? " aa" : "")}"));
    }

    /// <summary>Lets virtual time pass.</summary>
    public Task Pass(int seconds) =>
        Stage.Clock.UntilAsync(Stage.Clock.GetUtcNow().AddSeconds(seconds), TimeSpan.FromDays(9), default);

    /// <summary>Changes a record, as the fake of a provider does.</summary>
    public void Edit(string type, string name, Func<ZoneRecord, ZoneRecord> change) =>
        Zone.Put(change(Zone.Records.First(r => r.Type == type && r.Name == name)));

    /// <summary>Runs a program with the world's script in front of it.</summary>
    public Task<(int Code, string Output)> Run(string step, string program, params string[] arguments) =>
        Clients.RunLed(_folder.FullName, _surroundings, step, program, arguments);

    public async ValueTask DisposeAsync()
    {
        await Scene.DisposeAsync();
        _folder.Delete(true);
    }
}
