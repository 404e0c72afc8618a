using RunbookDsl.Scripting;

namespace RunbookDsl.Testing.Scripts;

/// <summary>
/// A runbook with its world, ready to be rehearsed: the script is compiled and its systems run. Both doors,
/// the command line and the test project, come in here.
/// </summary>
public sealed class RunbookFile : IAsyncDisposable
{
    private readonly WorldHost _host;

    private RunbookFile(WorldHost host, Rehearsal rehearsal, Plan plan) =>
        (_host, Rehearsal, Plan) = (host, rehearsal, plan);

    /// <summary>Rehearses it.</summary>
    public Rehearsal Rehearsal { get; }

    /// <summary>Its plan in this world.</summary>
    public Plan Plan { get; }

    /// <summary>Reads the runbook and its world, and starts the systems.</summary>
    /// <param name="script">Full path of the runbook; its world is beside it.</param>
    /// <param name="settings">The machine.</param>
    /// <param name="parameters">Parameters that go before those of the world file.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AuthoringException">Script or world file are wrong; nothing was
    /// started.</exception>
    /// <exception cref="ScriptCompilationException">One of them does not compile.</exception>
    /// <exception cref="WorldException">There is no world file, or this machine lacks something.</exception>
    public static async Task<RunbookFile> OpenAsync(
        string script,
        RehearsalSettings settings,
        IReadOnlyDictionary<string, string> parameters,
        CancellationToken cancellation
    ) => await OpenAsync(script, settings, parameters, null, cancellation).ConfigureAwait(false);

    /// <summary>The same, in the world as a real run found it: its parameters, answers and times.</summary>
    /// <param name="script">Full path of the runbook; its world is beside it.</param>
    /// <param name="settings">The machine.</param>
    /// <param name="parameters">Parameters that go before those of the run.</param>
    /// <param name="like">The run; null takes the world as its file says.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AuthoringException">Script or world file are wrong; nothing was
    /// started.</exception>
    /// <exception cref="ScriptCompilationException">One of them does not compile.</exception>
    /// <exception cref="WorldException">There is no world file, or this machine lacks something.</exception>
    public static async Task<RunbookFile> OpenAsync(
        string script,
        RehearsalSettings settings,
        IReadOnlyDictionary<string, string> parameters,
        RealRun? like,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        var world = WorldFile.Of(script);
        Require(script, settings);
        if (!File.Exists(world))
            throw new WorldException(
                $"there is no world to rehearse {settings.Shown(script)} in: {settings.Shown(world)} is "
                    + "missing beside it. `runbook new` shows what one looks like."
            );
        var scripts = settings.Host();
        var spec = WorldFile.Read(scripts, world);
        return await OpenAsync(
                new Opening(script, like?.Into(spec) ?? spec, like?.WindowStart),
                settings,
                parameters,
                scripts,
                cancellation
            )
            .ConfigureAwait(false);
    }

    /// <summary>Reads the runbook, and starts the systems of a world that code has described.</summary>
    /// <param name="script">Full path of the runbook.</param>
    /// <param name="world">Its world.</param>
    /// <param name="settings">The machine.</param>
    /// <param name="parameters">Parameters that go before those of the world.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AuthoringException">The script is wrong; nothing was started.</exception>
    /// <exception cref="ScriptCompilationException">It does not compile.</exception>
    /// <exception cref="WorldException">This machine lacks something.</exception>
    public static Task<RunbookFile> OpenAsync(
        string script,
        WorldSpec world,
        RehearsalSettings settings,
        IReadOnlyDictionary<string, string> parameters,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        Require(script, settings);
        return OpenAsync(
            new Opening(script, world, null),
            settings,
            parameters,
            settings.Host(),
            cancellation
        );
    }

    /// <summary>Ends the systems.</summary>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static void Require(string script, RehearsalSettings settings)
    {
        if (!File.Exists(script))
            throw new WorldException($"there is no runbook {settings.Shown(script)}.");
    }

    private static async Task<RunbookFile> OpenAsync(
        Opening what,
        RehearsalSettings settings,
        IReadOnlyDictionary<string, string> parameters,
        IScriptHost scripts,
        CancellationToken cancellation
    )
    {
        var reader = new ScriptReader(settings, scripts);
        // The plan is made first: a mistake in it costs nobody the start of a server.
        var plan = reader.Read(what.Script, With(what.World.Parameters, parameters), what.WindowStart).Plan;
        var host = await WorldHost
            .StartAsync(what.World, new WorldOptions(settings.Environment), cancellation)
            .ConfigureAwait(false);
        var subject = new RehearsalSubject(what.Script, host, reader, new LocalPrograms())
        {
            Parameters = parameters,
            StartsAt = FirstMoment(plan),
            WindowStart = what.WindowStart,
        };
        return new RunbookFile(host, new Rehearsal(subject), plan);
    }

    private sealed record Opening(string Script, WorldSpec World, DateTimeOffset? WindowStart);

    private static Dictionary<string, string> With(
        IReadOnlyDictionary<string, string> world,
        IReadOnlyDictionary<string, string> given
    )
    {
        var all = new Dictionary<string, string>(world);
        foreach (var (name, value) in given)
            all[name] = value;
        return all;
    }

    // The first thing that is due in the window, which may be days before it.
    private static DateTimeOffset? FirstMoment(Plan plan)
    {
        if (plan.Header.WindowStart is not { } first)
            return null;
        foreach (var step in plan.Steps)
            if (step.Spec.DueAt is { } due && plan.Header.WindowStart + due.Offset < first)
                first = plan.Header.WindowStart.Value + due.Offset;
        return first;
    }
}
