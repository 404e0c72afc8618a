using RunbookDsl.Testing;

namespace RunbookDsl.Postgres.Tests;

/// <summary>A primary with a streaming replica, for one test.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private readonly Testing.World _world;

    private Pair(Testing.World world) => _world = world;

    public const string OldSecret = "PRIMARY_URL";
    public const string NewSecret = "REPLICA_URL";

    public static PgDatabase Old => Pg.Database(new SecretReference(OldSecret));

    public static PgDatabase New => Pg.Database(new SecretReference(NewSecret));

    /// <summary>The primary, past the proxy.</summary>
    public LocalCluster Primary => ((PostgresSystem)_world.Systems[0]).Cluster;

    public Stage Stage => _world.Stage;

    public static async Task<Pair> StartAsync()
    {
        var file = new WorldSession("/none/pair.world.csx");
        using (file.Enter())
        {
            var main = WorldVerbs.Postgres();
            main.Database("shop").Sql("create table t (id int)").As(new(OldSecret));
            main.Replica("standby").As(new(NewSecret), "shop");
        }
        return new(await Testing.World.StartAsync(file.Build(), new(Server.Environment), default));
    }

    /// <summary>A context whose secrets lead to both.</summary>
    public StepWorld Step(string step = "step") =>
        new(_world.Directory, "r1", step)
        {
            Secrets = { [OldSecret] = Url(OldSecret), [NewSecret] = Url(NewSecret) },
        };

    public string Url(string secret) => _world.Surroundings.Secrets[secret];

    /// <summary><c>127.0.0.1 port 40123</c>, as messages say it.</summary>
    public string Where(string secret) => $"127.0.0.1 port {new Uri(Url(secret)).Port}";

    /// <summary>Runs SQL on the primary, past the proxy.</summary>
    public Task SqlAsync(string sql, string database = "shop") =>
        Primary.RunSqlAsync(database, new SqlSource(sql, "test"));

    public async Task<T> ReadAsync<T>(string secret, string sql, string? database = null)
    {
        var world = Step("read");
        return (
            await PgSession.WithAsync(
                world,
                Pg.Database(new SecretReference(secret)) with
                {
                    Name = database,
                },
                SessionUse.AsApplication,
                s => s.ScalarAsync<T>(sql),
                default
            )
        )!;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
