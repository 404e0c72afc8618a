using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>The name servers of one rehearsal.</summary>
public sealed class DnsScene : ISystemScene, IZoneWatcher
{
    private readonly DnsSystemSpec _spec;
    private readonly Stage _stage;
    private readonly ResolverView _cache;
    private readonly NameServer _authoritative;
    private readonly NameServer _resolver;
    private readonly DnsDoors _doors;
    private DnsPrograms? _programs;

    private DnsScene(
        DnsSystemSpec spec,
        Stage stage,
        ResolverView cache,
        NameServer[] servers,
        LostQueries lost
    )
    {
        (_spec, _stage, _cache) = (spec, stage, cache);
        (_authoritative, _resolver) = (servers[0], servers[1]);
        _doors = new DnsDoors(stage.Zones(), _authoritative.Port, _resolver.Port) { Lost = lost };
    }

    /// <summary>Port of the server that answers for the zones, UDP and TCP, on 127.0.0.1.</summary>
    public int AuthoritativePort => _doors.Authoritative;

    /// <summary>Port of the resolver, UDP and TCP, on 127.0.0.1.</summary>
    public int ResolverPort => _doors.Resolver;

    internal static async Task<DnsScene> OpenAsync(DnsSystemSpec spec, Stage stage)
    {
        var book = stage.Zones();
        foreach (var zone in spec.Zones)
            zone.Fill(book);
        var lost = new LostQueries();
        var cache = new ResolverView(book, stage.Clock, spec.IsCold);
        var resolving = new QueryDesk(spec.Name, stage, cache, lost);
        var scene = new DnsScene(
            spec,
            stage,
            cache,
            await ServeAsync(spec, stage, [new(spec.Name, stage, new AuthorityView(book), lost), resolving])
                .ConfigureAwait(false),
            lost
        );
        stage.Tokens.Name(Text(scene.AuthoritativePort), "port", spec.Name);
        stage.Tokens.Name(Text(scene.ResolverPort), "port", $"{spec.Name}-resolver");
        var resolver = new WorldResolver(stage, resolving);
        stage.Resolve(resolver);
        stage.Shared<IWorldResolver>(() => resolver);
        cache.Reset();
        book.Watcher = scene;
        return scene;
    }

    /// <inheritdoc/>
    public void Surround(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        // Other systems may have added zones of their own.
        _cache.Reset();
        surroundings.Port<INameLookup>(new WorldNameLookup(_doors, _stage));
        _programs = new DnsPrograms(_doors, _stage, _spec.Name);
        _programs.Write();
        _programs.Surround(surroundings);
    }

    /// <inheritdoc/>
    public Task<SystemState> StateAsync(CancellationToken cancellation) =>
        Task.FromResult(
            SystemState.Of(
                _spec.Name,
                _stage
                    .Zones()
                    .Zones.SelectMany(z => z.Records)
                    .GroupBy(r => $"{r.Type} {r.Name}")
                    .Select(g => KeyValuePair.Create(g.Key, Show(g)))
            )
        );

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stage.Zones().Watcher = null;
        await _authoritative.DisposeAsync().ConfigureAwait(false);
        await _resolver.DisposeAsync().ConfigureAwait(false);
    }

    void IZoneWatcher.Changing(Zone zone) => _cache.KeepWarm(zone);

    void IZoneWatcher.Changed(Zone zone) => _programs?.Write();

    private static async Task<NameServer[]> ServeAsync(DnsSystemSpec spec, Stage stage, QueryDesk[] desks)
    {
        var servers = new List<NameServer>();
        try
        {
            foreach (var desk in desks)
                servers.Add(
                    NameServer.Start(
                        desk,
                        defect =>
                            stage.Blame(Findings.Engine, $"{spec.Name} could not deal with a query: {defect}")
                    )
                );
            return [.. servers];
        }
        catch
        {
            foreach (var server in servers)
                await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The time stands once when it is the same for all.
    private static string Show(IEnumerable<ZoneRecord> records)
    {
        var sets = records.GroupBy(Rest).OrderBy(g => g.Key, StringComparer.Ordinal);
        return string.Join(
            ", ",
            sets.Select(s =>
                string.Join(", ", s.Select(r => r.Content).Order(StringComparer.Ordinal)) + s.Key
            )
        );
    }

    private static string Rest(ZoneRecord record) =>
        $" ttl {(record.Ttl == 1 ? "auto" : Text(record.Ttl))}{(record.IsProxied ? " proxied" : "")}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
