using Npgsql;

namespace RunbookDsl.Testing.Tests.Clusters;

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

    public Stage Stage { get; init; } = null!;

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
                Username = Uri.UnescapeDataString(url.UserInfo.Split(':')[0]),
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
