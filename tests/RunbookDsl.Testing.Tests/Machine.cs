using System.Collections;
using Npgsql;

namespace RunbookDsl.Testing.Tests;

/// <summary>This machine, with a cache of initialised clusters for the tests alone.</summary>
[SetUpFixture]
internal sealed class Machine
{
    private static string _cache = "";
    private static LocalCluster? _cluster;

    /// <summary>A cluster that tests share; each takes a database of its own.</summary>
    public static LocalCluster Cluster => _cluster!;

    public static ClusterOptions Options => new(Environment());

    [OneTimeSetUp]
    public async Task Start()
    {
        _cache = Directory.CreateTempSubdirectory("runbook-cache-").FullName;
        _cluster = await LocalCluster.StartAsync(Options, default);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        Directory.Delete(_cache, true);
    }

    /// <summary>The environment, with some variables changed.</summary>
    public static Dictionary<string, string> Environment(params (string Name, string Value)[] changes)
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        environment["XDG_CACHE_HOME"] = _cache;
        foreach (var (name, value) in changes)
            environment[name] = value;
        return environment;
    }

    /// <summary>A new database on the shared cluster.</summary>
    public static async Task<string> NewDatabase(string? template = null)
    {
        var name = $"db_{Guid.NewGuid():N}";
        await Cluster.CreateDatabaseAsync(name, template);
        return name;
    }

    /// <summary>The first value of a query, over TCP with the password.</summary>
    public static async Task<object?> Ask(LocalCluster cluster, string database, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
