using Npgsql;

namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>A system as a world file describes it, and the scenes of it.</summary>
internal sealed class Family : IAsyncDisposable
{
    private Family(PostgresSystem system) => System = system;

    public PostgresSystem System { get; }

    public static async Task<Family> StartAsync(Action file)
    {
        var session = new WorldSession("/none/family.world.csx");
        using (session.Enter())
            file();
        var system = await session.Build().Systems[0].StartAsync(new(Machine.Environment()), default);
        return new Family((PostgresSystem)system);
    }

    public async Task<OpenScene> OpenAsync()
    {
        var options = new StageOptions(
            Machine.Environment(),
            "/nowhere",
            new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
        return new OpenScene(await System.OpenAsync(new Stage(options), default));
    }

    public ValueTask DisposeAsync() => System.DisposeAsync();
}

/// <summary>One scene, and what a runbook would see of it.</summary>
internal sealed class OpenScene : IAsyncDisposable
{
    private readonly ISystemScene _scene;

    public OpenScene(ISystemScene scene)
    {
        _scene = scene;
        var surroundings = new Surroundings();
        scene.Surround(surroundings);
        Secrets = surroundings.Secrets;
    }

    public IReadOnlyDictionary<string, string> Secrets { get; }

    public LocalCluster Cluster => ((PostgresScene)_scene).Cluster;

    public Task<SystemState> State() => _scene.StateAsync(default);

    public async Task<object?> Ask(string sql, string secret = "URL")
    {
        var url = new Uri(Secrets[secret]);
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder
            {
                Host = url.Host,
                Port = url.Port,
                Username = "postgres",
                Password = url.UserInfo.Split(':')[1],
                Database = url.AbsolutePath[1..],
                Pooling = false,
            }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}
