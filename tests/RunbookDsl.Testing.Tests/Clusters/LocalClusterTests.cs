using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing.Tests.Clusters;

[CancelAfter(60_000)]
internal sealed class LocalClusterTests
{
    [Test]
    public async Task StartAsync_Server_IsReachableByUrlWithItsPasswordOnly()
    {
        var database = await Machine.NewDatabase();
        var url = new Uri(Machine.Cluster.Url(database));
        Assert.That(
            (url.Scheme, url.Host, url.Port, url.UserInfo, url.AbsolutePath),
            Is.EqualTo(
                (
                    "postgres",
                    "127.0.0.1",
                    Machine.Cluster.Port,
                    $"postgres:{Machine.Cluster.Password}",
                    $"/{database}"
                )
            )
        );
        Assert.That(
            await Machine.Ask(Machine.Cluster, database, "select current_database()"),
            Is.EqualTo(database)
        );
        var wrong = new NpgsqlConnectionStringBuilder(Machine.Cluster.ConnectionString())
        {
            Password = "wrong",
        };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.That(refused.SqlState, Is.EqualTo("28P01"));
    }

    [Test]
    public async Task StartAsync_Server_NeverRunsAsRoot()
    {
        var data = (string)(await Machine.Ask(Machine.Cluster, "postgres", "show data_directory"))!;
        var pid = int.Parse(File.ReadLines($"{data}/postmaster.pid").First(), CultureInfo.InvariantCulture);
        var user = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("Uid:")).Split('\t')[1];
        Assert.That(user, Is.Not.EqualTo("0"));
        Assert.That(File.GetUnixFileMode(Path.GetDirectoryName(data)!), Is.EqualTo(ClusterFiles.Private));
    }

    /// <summary>A server that kept the lock of a run at work would hold up every resume of it.</summary>
    [Test]
    public async Task StartAsync_Server_KeepsNoLockOfARun(CancellationToken stop)
    {
        var run = Directory.CreateTempSubdirectory("runbook-test-").FullName;
        var running = AttemptLock.Open(run);
        Assert.That(running.TryTake());
        await using var cluster = await LocalCluster.StartAsync(Machine.Options, stop);
        running.Dispose();
        using var later = AttemptLock.Open(run);
        // What other tests start at this moment may keep it for as long as it runs, which is not long.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        Assert.That(
            () => later.TakeWhenFreeAsync(TimeProvider.System, patience.Token),
            Throws.Nothing,
            "a process keeps it"
        );
        Directory.Delete(run, recursive: true);
    }

    [Test]
    public async Task DisposeAsync_LeavesNeitherProcessNorFolder()
    {
        var cluster = await LocalCluster.StartAsync(Machine.Options, default);
        var data = (string)(await Machine.Ask(cluster, "postgres", "show data_directory"))!;
        var pid = File.ReadLines($"{data}/postmaster.pid").First();
        await cluster.DisposeAsync();
        Assert.That(Directory.Exists($"/proc/{pid}"), Is.False);
        Assert.That(Directory.Exists(Path.GetDirectoryName(data)), Is.False);
    }

    [Test]
    public async Task StartAsync_Settings_ReachTheServerAndAlterSystemWins()
    {
        var options = Machine.Options with
        {
            Settings = new Dictionary<string, string>
            {
                ["max_connections"] = "17",
                ["cluster_name"] = @"it's \ here",
            },
        };
        await using var cluster = await LocalCluster.StartAsync(options, default);
        Assert.That(await Machine.Ask(cluster, "postgres", "show max_connections"), Is.EqualTo("17"));
        Assert.That(await Machine.Ask(cluster, "postgres", "show cluster_name"), Is.EqualTo(@"it's \ here"));
        await cluster.RunSqlAsync(
            "postgres",
            new SqlSource("alter system set work_mem = '7MB'; select pg_reload_conf()", "test")
        );
        Assert.That(await Machine.Ask(cluster, "postgres", "show work_mem"), Is.EqualTo("7MB"));
    }

    [Test]
    public void StartAsync_MisspeltSetting_SaysSoInTheServersWords()
    {
        var options = Machine.Options with
        {
            Settings = new Dictionary<string, string> { ["max_conections"] = "17" },
            Root = Directory.CreateTempSubdirectory("rb-").FullName,
        };
        File.SetUnixFileMode(options.Root, (UnixFileMode)0b111_101_101);
        var error = Assert.ThrowsAsync<WorldException>(() => LocalCluster.StartAsync(options, default));
        Assert.That(
            error.Message,
            Does.Contain("did not start. It said: ")
                .And.Contain("unrecognized configuration parameter \"max_conections\"")
        );
        Assert.That(Directory.GetDirectories(options.Root), Is.Empty);
        Directory.Delete(options.Root);
    }

    [Test]
    public async Task StartAsync_PortTakenInBetween_TakesAnother()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var ports = new Queue<int>([
            ((IPEndPoint)taken.LocalEndpoint).Port,
            ((IPEndPoint)free.LocalEndpoint).Port,
        ]);
        free.Stop();
        var start = new ClusterStart(Machine.Options) { NextPort = ports.Dequeue };
        await using var cluster = await start.RunAsync(default);
        Assert.That(ports, Is.Empty);
        Assert.That(await Machine.Ask(cluster, "postgres", "select 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task CreateDatabaseAsync_FromTemplate_HasItsRows()
    {
        var template = await Machine.NewDatabase();
        var script = new SqlSource("create table t as select generate_series(1, 100) n", "test");
        await Machine.Cluster.RunSqlAsync(template, script);
        var copy = await Machine.NewDatabase(template);
        Assert.That(await Machine.Ask(Machine.Cluster, copy, "select count(*) from t"), Is.EqualTo(100L));
    }
}
