namespace RunbookDsl.Testing;

/// <summary>A PostgreSQL server of a world that runs.</summary>
public sealed class PostgresSystem : IWorldSystem
{
    private readonly PostgresSystemSpec _spec;

    internal PostgresSystem(PostgresSystemSpec spec, LocalCluster cluster) =>
        (_spec, Name, Cluster) = (spec, spec.Name, cluster);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The server that runs, for tests that look into it.</summary>
    public LocalCluster Cluster { get; }

    /// <inheritdoc/>
    public Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation) =>
        Task.FromResult<ISystemScene>(new PostgresScene(_spec, Cluster));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
