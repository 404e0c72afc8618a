using Npgsql;

namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>What every way to a database server keeps, with one server for all tests of a way.</summary>
[TestFixtureSource(typeof(ServerWay), nameof(ServerWay.All))]
[CancelAfter(180_000)]
internal sealed class ServerContractTests(ServerWay way)
{
    private LocalCluster? _cluster;

    private LocalCluster Cluster => _cluster!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        await way.NeedAsync();
        var options = way.Options with
        {
            Major = way.IsContainer ? null : Machine.Cluster.Major,
            Settings = new Dictionary<string, string>
            {
                ["max_connections"] = "17",
                ["cluster_name"] = @"it's \ here",
            },
        };
        _cluster = await LocalCluster.StartAsync(options, default);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    [Test]
    public async Task FirstQuery_IsAnswered_WithThePasswordOnly()
    {
        Assert.That(await Ask("postgres", "select 1"), Is.EqualTo(1));
        var wrong = new NpgsqlConnectionStringBuilder(Cluster.ConnectionString()) { Password = "wrong" };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.That(refused.SqlState, Is.EqualTo("28P01"));
    }

    [TestCase("max_connections", "17")]
    [TestCase("cluster_name", @"it's \ here")]
    [TestCase("fsync", "off")]
    [TestCase("synchronous_commit", "off")]
    [TestCase("full_page_writes", "off")]
    [TestCase("shared_buffers", "32MB")]
    [TestCase("TimeZone", "UTC")]
    [TestCase("log_timezone", "UTC")]
    [TestCase("lc_messages", "C")]
    [TestCase("server_encoding", "UTF8")]
    public async Task Setting_IsTheSameWithEveryWay(string name, string value) =>
        Assert.That(await Ask("postgres", $"select current_setting('{name}')"), Is.EqualTo(value));

    [Test]
    public async Task Databases_SortByBytes() =>
        Assert.That(
            await Ask("postgres", "select string_agg(distinct datcollate || datctype, ' ') from pg_database"),
            Is.EqualTo("CC")
        );

    [Test]
    public async Task Setting_AlterSystemWins()
    {
        await RunAsync("postgres", "alter system set work_mem = '7MB'; select pg_reload_conf()");
        Assert.That(await Ask("postgres", "show work_mem"), Is.EqualTo("7MB"));
        await RunAsync("postgres", "alter system reset work_mem; select pg_reload_conf()");
    }

    [Test]
    public async Task DatabaseFromTemplate_HasItsRows_AndIsItsOwn()
    {
        await Cluster.CreateDatabaseAsync("shop");
        await RunAsync("shop", "create table t as select generate_series(1, 100) n");
        await Cluster.CreateDatabaseAsync("one", "shop");
        await Cluster.CreateDatabaseAsync("two", "shop");
        await RunAsync("one", "delete from t where n > 7");
        Assert.That(await Ask("one", "select count(*) from t"), Is.EqualTo(7L));
        Assert.That(await Ask("two", "select count(*) from t"), Is.EqualTo(100L));
        Assert.That(await Ask("shop", "select count(*) from t"), Is.EqualTo(100L));
    }

    [Test]
    public async Task Log_IsTheServers(CancellationToken cancellation)
    {
        Assert.That(async () => await Ask("postgres", "select 'seen by ' || nobody"), Throws.Exception);
        // Written by another process than the answer.
        while (!Cluster.Log.Contains("column \"nobody\" does not exist", StringComparison.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            await Ask("postgres", "select 1");
        }
    }

    [Test]
    public async Task Port_IsOfThisMachineAlone()
    {
        if (!way.IsContainer)
            Assert.Ignore("a setting of the server; see the others.");
        Assert.That(
            await Engine.LinesAsync("port", Path.GetFileName(Cluster.Folder), "5432/tcp"),
            Is.EqualTo(new[] { $"127.0.0.1:{Cluster.Port}" })
        );
    }

    private Task<object?> Ask(string database, string sql) => Machine.Ask(Cluster, database, sql);

    private Task RunAsync(string database, string sql) =>
        Cluster.RunSqlAsync(database, new SqlSource(sql, "test"));
}
