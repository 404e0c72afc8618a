namespace RunbookDsl.Testing;

/// <summary>The databases of one rehearsal.</summary>
internal sealed class PostgresScene(PostgresSystemSpec spec, LocalCluster cluster) : ISystemScene
{
    public void Surround(Surroundings surroundings)
    {
        foreach (var database in spec.Databases)
        foreach (var secret in database.Secrets)
            surroundings.Secret(secret, cluster.Url(database.Name));
    }

    public Task<SystemState> StateAsync(CancellationToken cancellation) =>
        Task.FromResult(SystemState.Empty(spec.Name));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
