using Npgsql;
using RunbookDsl.Testing;

namespace RunbookDsl.Runbooks.Tests;

/// <summary>
/// One throw-away PostgreSQL for all tests of this assembly, with the shop's database as a template.
/// </summary>
[SetUpFixture]
public sealed class ShopServer
{
    private static LocalCluster? _cluster;
    private static int _databases;

    private static LocalCluster Cluster =>
        _cluster ?? throw new InvalidOperationException("the server did not start");

    /// <summary>Starts it and fills the template.</summary>
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var environment = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        _cluster = await LocalCluster.StartAsync(
            new ClusterOptions(environment)
            {
                Settings = new Dictionary<string, string>
                {
                    ["shared_preload_libraries"] = "pg_stat_statements",
                    ["pg_stat_statements.max"] = "20000",
                    ["max_connections"] = "200",
                },
            },
            CancellationToken.None
        );
        await _cluster.CreateDatabaseAsync("shop");
        await _cluster.RunSqlAsync("shop", new SqlSource(ShopSql(), "shop.sql"));
        await ExecuteAsync("postgres", "create extension pg_stat_statements");
    }

    /// <summary>Stops it.</summary>
    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    /// <summary>A database of its own, with a login of its own for the application.</summary>
    public static async Task<string> CreateShopAsync()
    {
        var name = $"shop_{Interlocked.Increment(ref _databases)}";
        await Cluster.CreateDatabaseAsync(name, template: "shop");
        await ExecuteAsync("postgres", $"alter database {name} set app.environment = 'staging'");
        await ExecuteAsync("postgres", $"create role {name}_app login");
        return name;
    }

    public static string Url(string database) => Cluster.Url(database);

    public static string Password => Cluster.Password;

    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Cluster.ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> QueryAsync<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Cluster.ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static string ShopSql() =>
        File.ReadAllText(Path.Combine(Tree.Root, "runbooks/database-maintenance/shop.sql"));
}
