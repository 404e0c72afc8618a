using Npgsql;
using RunbookDsl.Testing;

namespace RunbookDsl.Postgres.Tests;

/// <summary>A copy of the shop, a folder and a context for each test.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class DatabaseTest
{
    protected const string SecretName = "DATABASE_URL";

    protected string Name { get; } = Server.NextName();

    protected string Folder { get; private set; } = "";

    protected static PgDatabase Db => Pg.Database(new SecretReference(SecretName));

    [SetUp]
    public async Task CopyShopAsync()
    {
        Folder = Directory.CreateTempSubdirectory("rbpg").FullName;
        await Server.Cluster.CreateDatabaseAsync(Name, "shop");
    }

    [TearDown]
    public async Task RemoveAsync()
    {
        await ServerSqlAsync($"alter database {Name} allow_connections true", ignoreFailure: true);
        foreach (var name in new[] { Name, Name + "_new", Name + "_old" })
            await ServerSqlAsync($"drop database if exists {name} with (force)", ignoreFailure: true);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A context whose secret leads to this test's database.</summary>
    protected StepWorld Step(string step = "step", string run = "r1") =>
        new(Folder, $"{run}-{Name}", step) { Secrets = { [SecretName] = Server.Cluster.Url(Name) } };

    protected Task SqlAsync(string sql) => Server.Cluster.RunSqlAsync(Name, new SqlSource(sql, "test"));

    protected static async Task ServerSqlAsync(string sql, bool ignoreFailure = false)
    {
        try
        {
            await Server.Cluster.RunSqlAsync("postgres", new SqlSource(sql, "test"));
        }
        catch (Exception) when (ignoreFailure)
        {
            // The database may be gone already.
        }
    }

    /// <summary>A session of somebody else; closed by the test.</summary>
    protected async Task<NpgsqlConnection> ConnectAsync(string application = "web", string? database = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(Server.Cluster.ConnectionString(database ?? Name))
        {
            ApplicationName = application,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    protected async Task<T> ReadAsync<T>(string sql, string? database = null)
    {
        await using var connection = await ConnectAsync("test", database);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    protected static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Looks again until it holds.</summary>
    protected async Task Eventually(Func<Task<bool>> test)
    {
        var stop = TestContext.CurrentContext.CancellationToken;
        Assert.That(
            await Poll.UntilAsync(Step(), TimeSpan.FromSeconds(30), test, stop),
            "waited 30 s in vain"
        );
    }
}
