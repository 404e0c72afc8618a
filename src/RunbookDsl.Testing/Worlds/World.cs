namespace RunbookDsl.Testing;

/// <summary>
/// A throw-away world as one rehearsal has it: its systems, the secrets that lead to them, the persons who
/// answer, and a work directory.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private readonly List<ISystemScene> _scenes = [];
    private readonly WorldSpec _spec;
    private readonly FolderKeeper _folder;
    private WorldHost? _host;

    private World(WorldHost host, Stage stage, FolderKeeper folder)
    {
        (_spec, _folder, Stage, Systems) = (host.Spec, folder, stage, host.Systems);
        Parameters = _spec.Parameters;
        People = new PreparedPeople(_spec, stage.Clock);
        Secrets = new WorldSecrets(_spec.Path, []);
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

    /// <summary>Clock, log and findings of this rehearsal.</summary>
    public Stage Stage { get; }

    /// <summary>How programs and operations get to the systems.</summary>
    public Surroundings Surroundings { get; } = new();

    /// <summary>Full path of the work directory, private to this user.</summary>
    public string Directory => Path.Combine(_folder.Path, "work");

    /// <summary>What the run's clock is to begin with; null is now.</summary>
    public DateTimeOffset? StartsAt => _spec.StartsAt;

    /// <summary>
    /// Full paths of runbooks to carry out before the one that is rehearsed, in this order.
    /// </summary>
    public IReadOnlyList<string> Earlier => _spec.Earlier;

    /// <summary>The systems as this rehearsal has them, in the order of the world file.</summary>
    public IReadOnlyList<ISystemScene> Scenes => _scenes;

    /// <summary>The running systems behind it.</summary>
    public IReadOnlyList<IWorldSystem> Systems { get; }

    /// <summary>Builds a world for a single use, systems included.</summary>
    /// <exception cref="WorldException">This machine lacks something, or a system refuses what the file
    /// says. Nothing is left.</exception>
    public static Task<World> StartAsync(
        WorldSpec spec,
        WorldOptions options,
        CancellationToken cancellation
    ) => StartAsync(spec, options, new SceneOptions(), cancellation);

    /// <summary>Builds a world for a single use, systems included.</summary>
    /// <exception cref="WorldException">This machine lacks something, or a system refuses what the file
    /// says. Nothing is left.</exception>
    public static async Task<World> StartAsync(
        WorldSpec spec,
        WorldOptions options,
        SceneOptions scene,
        CancellationToken cancellation
    )
    {
        options = options with { IsForOneScene = true };
        var host = await WorldHost.StartAsync(spec, options, cancellation).ConfigureAwait(false);
        try
        {
            var world = await host.OpenAsync(scene, cancellation).ConfigureAwait(false);
            world._host = host;
            return world;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// The programs of this machine with the variables and programs of this world: a runner that also is
    /// <see cref="IDetachedPrograms"/>. What it starts is logged, and its arguments are looked at.
    /// </summary>
    public IProcessRunner Programs(IProgramStarter starter) => new WorldPrograms(this, starter);

    /// <summary>Programs were started: what is left of them is ended with the world.</summary>
    internal void HadPrograms() => _folder.HadPrograms = true;

    /// <summary>What every system holds now.</summary>
    public async Task<IReadOnlyList<SystemState>> StateAsync(CancellationToken cancellation)
    {
        var states = new List<SystemState>();
        foreach (var scene in _scenes)
            states.Add(await scene.StateAsync(cancellation).ConfigureAwait(false));
        return states;
    }

    /// <summary>Closes every system and removes the work directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await _folder.DisposeAsync().ConfigureAwait(false);
        if (_host is not null)
            await _host.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes every system while somebody may still be at work in it and write files.</summary>
    internal async Task AbandonAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _folder.Abandon();
        if (_host is not null)
            await _host.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        for (var i = _scenes.Count - 1; i >= 0; i--)
            await _scenes[i].DisposeAsync().ConfigureAwait(false);
        _scenes.Clear();
        await Stage.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<World> OpenAsync(
        WorldHost host,
        SceneOptions options,
        CancellationToken cancellation
    )
    {
        var folder = FolderKeeper.Start(host.Options.Environment);
        var stage = new Stage(
            new StageOptions(
                host.Options.Environment,
                folder.Path,
                options.StartsAt ?? host.Spec.StartsAt ?? options.Otherwise
            )
            {
                Seed = options.Seed,
                Faults = options.Faults,
                FollowsRealTime = options.FollowsRealTime,
            }
        );
        var world = new World(host, stage, folder);
        try
        {
            stage.Tokens.Name(world.Directory, "dir", "work");
            world.Write();
            foreach (var system in host.Systems)
                world._scenes.Add(await system.OpenAsync(stage, cancellation).ConfigureAwait(false));
            world.Surround();
            return world;
        }
        catch
        {
            await world.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Surround()
    {
        foreach (var scene in _scenes)
            scene.Surround(Surroundings);
        foreach (var (name, script) in _spec.Programs)
            Surroundings.Program(name, script);
        foreach (var (name, value) in _spec.Secrets)
            Surroundings.Secret(name, value);
        foreach (var (name, value) in Surroundings.Secrets)
            Stage.Secrets.Add(name, value);
        Secrets = new WorldSecrets(_spec.Path, Surroundings.Secrets.ToDictionary());
    }

    private void Write()
    {
        System.IO.Directory.CreateDirectory(Directory);
        foreach (var (path, content) in _spec.Files)
        {
            var file = Path.Combine(Directory, path);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
    }
}
