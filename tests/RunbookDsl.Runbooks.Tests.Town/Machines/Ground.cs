using System.Globalization;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Apis;
using static RunbookDsl.Testing.Apis.StatuspageVerbs;
using static RunbookDsl.Testing.Apis.WebVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>
/// What the hosts stand on: network, names, the CDN's and the status page's APIs, and two PostgreSQL servers.
/// </summary>
internal sealed class Ground : IAsyncDisposable
{
    public const string Old = "198.51.100.10";
    public const string New = "198.51.100.20";
    public const string Resolver = "10.77.0.2";
    private const string Site = "shop.example";
    private readonly List<Relay> _relays = [];
    private readonly string _folder;
    private readonly World _world;

    private Ground(string folder, World world, LocalCluster oldServer, LocalCluster newServer)
    {
        (_folder, _world) = (folder, world);
        (OldServer, NewServer) = (oldServer, newServer);
    }

    public LocalCluster OldServer { get; }

    public LocalCluster NewServer { get; }

    public Certificates Certificates { get; } = new(Site);

    /// <summary>What the program finds in its environment: secrets, and whom to trust.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment;

    private readonly Dictionary<string, string> _environment = [];

    public static async Task<Ground> LayAsync(TownOptions options, string folder)
    {
        await NetworkAsync(folder);
        var environment = System
            .Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string)v.Value!);
        var world = await WorldAsync(folder, environment);
        var servers = await Task.WhenAll(ServerAsync(environment), ServerAsync(environment));
        await servers[0].CreateDatabaseAsync("shop");
        var sql = Path.Combine(options.Root, "runbooks/postgres-major-upgrade-logical/shop.sql");
        await servers[0].RunSqlAsync("shop", new SqlSource(await File.ReadAllTextAsync(sql), "shop.sql"));
        await servers[0].RunSqlAsync("shop", new SqlSource(TownSql.Shop, "town.sql"));
        await servers[1].RunSqlAsync("postgres", new SqlSource(TownSql.Role, "role.sql"));
        var ground = new Ground(folder, world, servers[0], servers[1]);
        await ground.LeadAsync();
        return ground;
    }

    /// <summary>What the application of a host reads: where its database is.</summary>
    public static string AppSettings(bool isNew) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"DATABASE=Host=198.51.100.1;Port={(isNew ? 5433 : 5432)};Database=shop;"
        ) + "Username=shop_app;Password=town;Maximum Pool Size=8\n";

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
            relay.Dispose();
        await _world.DisposeAsync();
        await OldServer.DisposeAsync();
        await NewServer.DisposeAsync();
    }

    private static async Task NetworkAsync(string folder)
    {
        await Command.RunAsync(
            "sh",
            "-c",
            $$"""
            set -e
            hostname town
            ip link set lo up
            ip link add br0 type bridge
            ip link set br0 up
            ip addr add 198.51.100.1/24 dev br0
            for a in 2 11 12 53 54; do ip addr add 10.77.0.$a/32 dev lo; done
            mkdir -p {{folder}}/etc
            mount -t tmpfs none {{folder}}/etc
            cp -a /etc/. {{folder}}/etc/
            mount --bind {{folder}}/etc /etc
            rm -f /etc/resolv.conf
            echo "nameserver {{Resolver}}" > /etc/resolv.conf
            cat > /etc/hosts <<'HOSTS'
            127.0.0.1 localhost town
            {{Old}} web-old web-1
            {{New}} web-new
            10.77.0.11 api.cloudflare.com
            10.77.0.12 api.statuspage.io
            10.77.0.53 ada.ns.cloudflare.com
            10.77.0.54 bob.ns.cloudflare.com
            HOSTS
            cd /etc/ssh
            ssh-keygen -q -t ed25519 -N '' -C town -f town_key
            ssh-keygen -q -t ed25519 -N '' -C town -f town_host
            printf 'web-old,web-new,web-1,{{Old}},{{New}} %s\n' "$(cat town_host.pub)" > town_known
            """
        );
        await File.WriteAllTextAsync("/etc/ssh/ssh_config", HostFiles.Ssh.ReplaceLineEndings("\n") + "\n");
    }

    private static async Task<World> WorldAsync(string folder, Dictionary<string, string> environment)
    {
        var session = new WorldSession(Path.Combine(folder, "town.world.csx"));
        using (session.Enter())
        {
            // One more than the provider lets anybody set, so that there is something to lower.
            DnsVerbs
                .Dns()
                .Zone(Site)
                .NameServers("ada.ns.cloudflare.com", "bob.ns.cloudflare.com")
                .Record("A", "@", Old, ttl: 61);
            Cloudflare().Token(Secret("CLOUDFLARE_TOKEN"));
            Statuspage()
                .Key(Secret("STATUSPAGE_KEY"))
                .Page("Shop", "kctbh9vrtdwd")
                .Component("Shop", "8kbf7d35c070");
        }
        return await World.StartAsync(
            session.Build(),
            new WorldOptions(environment),
            new SceneOptions { Otherwise = DateTimeOffset.UtcNow, FollowsRealTime = true },
            CancellationToken.None
        );
    }

    private static Task<LocalCluster> ServerAsync(Dictionary<string, string> environment) =>
        LocalCluster.StartAsync(
            new ClusterOptions(environment)
            {
                Settings = new Dictionary<string, string>
                {
                    ["shared_preload_libraries"] = "pg_stat_statements",
                },
            },
            CancellationToken.None
        );

    private async Task LeadAsync()
    {
        var names = _world.Scenes.OfType<DnsScene>().Single();
        var door = _world.Stage.Door();
        _relays.Add(new(Resolver, 53, names.ResolverPort, withUdp: true));
        foreach (var address in (string[])["10.77.0.53", "10.77.0.54"])
            _relays.Add(new(address, 53, names.AuthoritativePort, withUdp: true));
        foreach (var address in (string[])["10.77.0.11", "10.77.0.12"])
            _relays.Add(new(address, 443, door.Port));
        _relays.Add(new("198.51.100.1", 5432, OldServer.Port));
        _relays.Add(new("198.51.100.1", 5433, NewServer.Port));
        var trust = Path.Combine(_folder, "trust.pem");
        await File.WriteAllTextAsync(
            trust,
            await File.ReadAllTextAsync(door.AuthorityFile) + Certificates.Authority
        );
        _environment["SSL_CERT_FILE"] = trust;
        foreach (var (name, value) in _world.Surroundings.Secrets)
            _environment[name] = value;
        _environment["DATABASE_URL"] = OldServer.Url("shop");
        _environment["NEW_DATABASE_URL"] = NewServer.Url();
        _environment["NEW_APP_ENVIRONMENT"] = AppSettings(isNew: true);
    }
}
