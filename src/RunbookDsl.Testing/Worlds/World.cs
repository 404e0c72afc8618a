namespace RunbookDsl.Testing;

/// <summary>
/// A throw-away world that runs: its systems, the secrets that lead to them, the persons who answer, and a
/// work directory. All
/// of it is gone when this is disposed, and also when the process that started it is killed.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private readonly List<IWorldSystem> _systems = [];
    private readonly FolderKeeper _folder;

    private World(WorldSpec spec, WorldOptions options, FolderKeeper folder)
    {
        (_folder, Parameters, StartsAt, Earlier) = (folder, spec.Parameters, spec.StartsAt, spec.Earlier);
        People = new PreparedPeople(spec, options.Clock);
        Secrets = new WorldSecrets(spec.Path, []);
    }

    /// <summary>
    /// The world's secrets. Never looks anywhere else: a secret that the world does not give is an error
    /// naming the nearest one,
    /// so that a rehearsal cannot reach a real system.
    /// </summary>
    public ISecretStore Secrets { get; private set; }

    /// <summary>
    /// Parameters for the runbook, as text by name; what the operator gives goes before them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>
    /// Answers as the world file says; a question it does not foresee is an error naming the question.
    /// </summary>
    public IPeople People { get; }

    /// <summary>Full path of the work directory, private to this user.</summary>
    public string Directory => _folder.Path;

    /// <summary>What the run's clock is to begin with; null is now.</summary>
    public DateTimeOffset? StartsAt { get; }

    /// <summary>
    /// Full paths of runbooks to carry out before the one that is rehearsed, in this order.
    /// </summary>
    public IReadOnlyList<string> Earlier { get; }

    /// <summary>The running systems.</summary>
    public IReadOnlyList<IWorldSystem> Systems => _systems;

    /// <summary>Builds the world.</summary>
    /// <exception cref="WorldException">This machine lacks something, or a system refuses what the file
    /// says. Nothing is left.</exception>
    public static async Task<World> StartAsync(
        WorldSpec spec,
        WorldOptions options,
        CancellationToken cancellation
    )
    {
        var world = new World(spec, options, FolderKeeper.Start(options.Environment));
        try
        {
            world.Write(spec);
            foreach (var system in spec.Systems)
                world._systems.Add(await system.StartAsync(options, cancellation).ConfigureAwait(false));
            var secrets = world._systems.SelectMany(s => s.Secrets).Concat(spec.Secrets);
            world.Secrets = new WorldSecrets(spec.Path, secrets.ToDictionary());
            return world;
        }
        catch
        {
            await world.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends every system and removes the work directory.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = _systems.Count - 1; i >= 0; i--)
            await _systems[i].DisposeAsync().ConfigureAwait(false);
        _systems.Clear();
        await _folder.DisposeAsync().ConfigureAwait(false);
    }

    private void Write(WorldSpec spec)
    {
        foreach (var (path, content) in spec.Files)
        {
            var file = Path.Combine(Directory, path);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
    }
}
