using System.Collections;
using RunbookDsl.Testing;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>One real server for all tests of this project; every test has a database of its own.</summary>
[SetUpFixture]
internal sealed class Server
{
    private static int s_number;
    private static LocalCluster s_cluster = null!;

    public static LocalCluster Cluster => s_cluster;

    public static IReadOnlyDictionary<string, string> Environment { get; } =
        System
            .Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!);

    /// <summary>Connections are cheap here and tests want many at once.</summary>
    public static Dictionary<string, string> Settings { get; } = new() { ["max_connections"] = "300" };

    [OneTimeSetUp]
    public static async Task StartAsync() =>
        s_cluster = await LocalCluster.StartAsync(
            new ClusterOptions(Environment) { Settings = Settings },
            default
        );

    [OneTimeTearDown]
    public static async Task StopAsync() => await s_cluster.DisposeAsync();

    public static string NextName() => $"j{Interlocked.Increment(ref s_number)}";
}
