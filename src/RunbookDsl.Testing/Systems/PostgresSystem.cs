namespace RunbookDsl.Testing;

/// <summary>The PostgreSQL servers of a world: one for each rehearsal that is open.</summary>
public sealed class PostgresSystem : IWorldSystem
{
    private readonly PostgresSystemSpec _spec;

    internal PostgresSystem(PostgresSystemSpec spec, ClusterPool pool) =>
        (_spec, Pool, Name, Cluster) = (spec, pool, spec.Name, pool.First);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The server of the rehearsal that was opened first, for tests that look into it.</summary>
    public LocalCluster Cluster { get; }

    internal ClusterPool Pool { get; }

    /// <inheritdoc/>
    public async Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation)
    {
        var lent = await Pool.TakeAsync(cancellation).ConfigureAwait(false);
        TakeRealTime(stage, Name);
        return new PostgresScene(_spec, Pool, lent, stage);
    }

    // Statistics are told late, and sessions end when they do.
    internal static void TakeRealTime(Stage stage, string system)
    {
        var others = stage.Clock.TakesRealTime;
        stage.Clock.TakesRealTime = step => others(step) || stage.Log.HasAsked(system, step);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Pool.DisposeAsync();
}
