namespace RunbookDsl.Testing;

/// <summary>
/// The systems of a world, started once; each rehearsal opens a <see cref="World"/> of its own on them. All
/// of it is gone when this is disposed, and also when the process that started it is killed.
/// </summary>
public sealed class WorldHost : IAsyncDisposable
{
    private readonly List<IWorldSystem> _systems = [];

    private WorldHost(WorldSpec spec, WorldOptions options) => (Spec, Options) = (spec, options);

    /// <summary>What the world file says.</summary>
    public WorldSpec Spec { get; }

    /// <summary>The running systems, in the order of the world file.</summary>
    public IReadOnlyList<IWorldSystem> Systems => _systems;

    internal WorldOptions Options { get; }

    /// <summary>Starts the systems.</summary>
    /// <exception cref="WorldException">This machine lacks something, or a system refuses what the file
    /// says. Nothing is left.</exception>
    public static async Task<WorldHost> StartAsync(
        WorldSpec spec,
        WorldOptions options,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(spec);
        var host = new WorldHost(spec, options);
        try
        {
            foreach (var system in spec.Systems)
                host._systems.Add(await system.StartAsync(options, cancellation).ConfigureAwait(false));
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens the world for one rehearsal; several may be open at once.</summary>
    /// <exception cref="WorldException">A system refuses what the file says. Nothing is left of
    /// it.</exception>
    public Task<World> OpenAsync(SceneOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        return World.OpenAsync(this, options, cancellation);
    }

    /// <summary>Ends every system.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = _systems.Count - 1; i >= 0; i--)
            await _systems[i].DisposeAsync().ConfigureAwait(false);
        _systems.Clear();
    }
}
