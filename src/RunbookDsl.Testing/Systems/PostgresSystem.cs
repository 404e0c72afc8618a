namespace RunbookDsl.Testing;

/// <summary>A PostgreSQL server of a world that runs.</summary>
public sealed class PostgresSystem : IWorldSystem
{
    internal PostgresSystem(PostgresSystemSpec spec, LocalCluster cluster)
    {
        (Name, Cluster) = (spec.Name, cluster);
        Secrets = spec
            .Databases.SelectMany(d => d.Secrets.Select(s => (Secret: s, Url: cluster.Url(d.Name))))
            .ToDictionary(p => p.Secret, p => p.Url);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The server that runs, for tests that look into it.</summary>
    public LocalCluster Cluster { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Secrets { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
