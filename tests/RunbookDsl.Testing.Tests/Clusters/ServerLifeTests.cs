using System.Net.Sockets;
using Npgsql;

namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>How servers begin and end, whatever the way to them; a server for each test.</summary>
[TestFixtureSource(typeof(ServerWay), nameof(ServerWay.All))]
[CancelAfter(300_000)]
internal sealed class ServerLifeTests(ServerWay way)
{
    private static int _tests;
    private string _root = "";
    private FixedClock _clock = new(default);

    private ClusterOptions Options => way.Options with { Root = _root, Clock = _clock };

    /// <summary>What labels of this test, and of no other, are like.</summary>
    private string Ours => $"label={ContainerOwner.Label}={ContainerOwner.Us(_clock)}";

    [SetUp]
    public async Task SetUp()
    {
        await way.NeedAsync();
        _clock = new(DateTimeOffset.UnixEpoch.AddSeconds(Interlocked.Increment(ref _tests)));
        _root = Directory.CreateTempSubdirectory("rb-").FullName;
        File.SetUnixFileMode(_root, (UnixFileMode)0b111_101_101);
    }

    [TearDown]
    public void TearDown()
    {
        if (_root.Length > 0)
            Directory.Delete(_root, true);
    }

    [Test]
    public async Task DisposeAsync_LeavesNothing(CancellationToken cancellation)
    {
        var cluster = await LocalCluster.StartAsync(Options, cancellation);
        Assert.That(await Machine.Ask(cluster, "postgres", "select 1"), Is.EqualTo(1));
        var (name, port) = (Path.GetFileName(cluster.Folder), cluster.Port);
        var volumes = way.IsContainer ? await Engine.VolumesAsync(name) : [];

        await cluster.DisposeAsync();

        Assert.That(Directory.GetFileSystemEntries(_root), Is.Empty);
        await AssertNoContainerAsync($"name={name}", volumes, cancellation);
        using var client = new TcpClient();
        Assert.ThrowsAsync<SocketException>(async () => await client.ConnectAsync("127.0.0.1", port));
    }

    [Test]
    public async Task MisspeltSetting_IsToldInTheServersWords(CancellationToken cancellation)
    {
        var options = Options with
        {
            Settings = new Dictionary<string, string> { ["max_conections"] = "17" },
        };
        var error = Assert.ThrowsAsync<WorldException>(() => LocalCluster.StartAsync(options, cancellation));
        Assert.That(
            error.Message,
            Does.Contain("did not start")
                .And.Contain("It said: ")
                .And.Contain("unrecognized configuration parameter \"max_conections\"")
        );
        Assert.That(Directory.GetFileSystemEntries(_root), Is.Empty);
        await AssertNoContainerAsync(Ours, [], cancellation);
    }

    [Test]
    public async Task OtherMajor_IsRefused(CancellationToken cancellation)
    {
        var options = Options with { Major = 99 };
        var error = Assert.ThrowsAsync<WorldException>(() => LocalCluster.StartAsync(options, cancellation));
        Assert.That(
            error.Message,
            way.IsContainer
                ? Does.Match(
                    @"^\S+ holds PostgreSQL \d+, and the world file asks for 99: take another image\.$"
                )
                : Does.StartWith("no PostgreSQL 99 on this machine: there is ")
        );
        Assert.That(Directory.GetFileSystemEntries(_root), Is.Empty);
        await AssertNoContainerAsync(Ours, [], cancellation);
    }

    [Test]
    public async Task StartAsync_GivenUp_LeavesNothing(CancellationToken cancellation)
    {
        using var up = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var starting = LocalCluster.StartAsync(Options, up.Token);
        if (way.IsContainer)
            while ((await Engine.OursAsync(Ours)).Length == 0)
                Assert.That(starting.IsCompleted, Is.False, "it is given up while it starts");
        await up.CancelAsync();
        Assert.That(async () => await starting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFileSystemEntries(_root), Is.Empty);
        await AssertNoContainerAsync(Ours, [], cancellation);
    }

    [Test]
    public async Task Scenes_OfOneFamily_SeeNothingOfEachOther(CancellationToken cancellation)
    {
        await using var family = await Family.StartAsync(() =>
        {
            var server = WorldVerbs.Postgres();
            if (way.Name == ContainerEngines.Testcontainers)
                server.Testcontainers(ServerWay.Image);
            else if (way.IsContainer)
                server.Docker(ServerWay.Image);
            server.Database("orders").As(new("URL"));
        });
        await using var first = await family.OpenAsync();
        await using var second = await family.OpenAsync();
        await first.Ask("create table t as select 1 n");
        Assert.That(await first.Ask("select to_regclass('t')::text"), Is.EqualTo("t"));
        Assert.That(await second.Ask("select to_regclass('t')::text"), Is.EqualTo(DBNull.Value));
    }

    [Test]
    public async Task OwnerKilled_NothingStays(CancellationToken cancellation)
    {
        using var owner = OwnerProgram.StartWith(
            Machine.Environment(("RUNBOOK_CONTAINERS", way.Name ?? "")),
            way.IsContainer ? ["container", ServerWay.Image] : []
        );
        var address = await owner.StandardOutput.ReadLineAsync(cancellation);
        await owner.StandardOutput.ReadLineAsync(cancellation);
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync(cancellation);
        var name = "";
        string[] volumes = [];
        if (way.IsContainer)
        {
            name = (await OfAsync(owner.Id)).Single();
            volumes = await Engine.VolumesAsync(name);
        }

        owner.Kill();
        await owner.WaitForExitAsync(cancellation);

        Assert.That(owner.ExitCode, Is.EqualTo(137));
        // The server ends our session, and then the container goes.
        await using var waiting = new NpgsqlCommand("select pg_sleep(3600)", connection)
        {
            CommandTimeout = 0,
        };
        Assert.That(async () => await waiting.ExecuteNonQueryAsync(cancellation), Throws.Exception);
        while (way.IsContainer && (await Engine.OursAsync($"name={name}")).Length > 0)
            cancellation.ThrowIfCancellationRequested();
        await AssertNoContainerAsync($"name={name}", volumes, cancellation);
    }

    // Whole labels are compared, and they hold a time.
    private static async Task<IEnumerable<string>> OfAsync(int process) =>
        from line in await Engine.LinesAsync(
            "ps",
            "-a",
            "--filter",
            "label=runbook.world",
            "--format",
            "{{.Names}} {{.Label \"runbook.world\"}}"
        )
        where line.Contains($"/{process}-", StringComparison.Ordinal)
        select line.Split(' ')[0];

    private async Task AssertNoContainerAsync(string filter, string[] volumes, CancellationToken cancellation)
    {
        if (!way.IsContainer)
            return;
        Assert.That(await Engine.OursAsync(filter), Is.Empty);
        // A container is out of the list a moment before its volumes go.
        foreach (var volume in volumes)
            while (await Engine.HasVolumeAsync(volume))
                cancellation.ThrowIfCancellationRequested();
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
