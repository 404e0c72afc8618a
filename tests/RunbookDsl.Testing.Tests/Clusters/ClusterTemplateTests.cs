namespace RunbookDsl.Testing.Tests.Clusters;

[CancelAfter(60_000)]
internal sealed class ClusterTemplateTests
{
    private string _cache = "";

    [SetUp]
    public void SetUp() => _cache = Directory.CreateTempSubdirectory("runbook-cache-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_cache, true);

    [Test]
    public async Task StartAsync_SeveralAtOnceOnAnEmptyCache_InitialiseOnce()
    {
        var options = new ClusterOptions(Machine.Environment(("XDG_CACHE_HOME", _cache)));
        var clusters = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => LocalCluster.StartAsync(options, default))
        );
        try
        {
            var identifiers = await Task.WhenAll(
                clusters.Select(c =>
                    Machine.Ask(c, "postgres", "select system_identifier from pg_control_system()")
                )
            );
            Assert.That(identifiers.Distinct().Count(), Is.EqualTo(1), "all are copies of one initdb");
            Assert.That(clusters.Select(c => c.Password).Distinct().Count(), Is.EqualTo(3));
        }
        finally
        {
            foreach (var cluster in clusters)
                await cluster.DisposeAsync();
        }
        Assert.That(Directory.GetDirectories(Path.Combine(_cache, "runbook")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task StartAsync_TornCache_IsMadeAgain()
    {
        var options = new ClusterOptions(Machine.Environment(("XDG_CACHE_HOME", _cache)));
        await (await LocalCluster.StartAsync(options, default)).DisposeAsync();
        var control = Directory.GetFiles(_cache, "pg_control", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(control, []);
        await using var cluster = await LocalCluster.StartAsync(options, default);
        Assert.That(await Machine.Ask(cluster, "postgres", "select 1"), Is.EqualTo(1));
        Assert.That(new FileInfo(control).Length, Is.GreaterThan(0));
    }
}
