using System.Runtime.CompilerServices;
using RunbookDsl.Engine;
using RunbookDsl.Journal;
using RunbookDsl.Scripting;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>exec --sandbox</c>: the real engine and the real operations in a throw-away world. Nothing of it is
/// loaded by a start
/// without a sandbox.
/// </summary>
internal sealed class SandboxExec(Invocation invocation, Session session, Audience audience)
{
    private readonly IScriptHost _host = ScriptWorld.Host(session.Settings);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<int> RunAsync(AuthoringInputs inputs, RunRequest options)
    {
        var spec = Spec(inputs.ScriptPath);
        // The plan is made first: a mistake in it costs nobody the start of a server.
        var scripts = ScriptWorld.Loader(_host, session.Settings);
        var loaded = scripts.Load(inputs with { Parameters = With(spec.Parameters, inputs.Parameters) });
        session.Remark(loaded);
        using var signals = new CancellationTokenSource();
        var world = await World
            .StartAsync(
                spec,
                new WorldOptions(session.Settings.Environment),
                new SceneOptions { Otherwise = FirstMoment(loaded.Plan), FollowsRealTime = true },
                signals.Token
            )
            .ConfigureAwait(false);
        await using (world.ConfigureAwait(false))
        {
            var people = People(world);
            foreach (var earlier in world.Earlier)
                if (
                    await RunEarlierAsync(earlier, world, people, options).ConfigureAwait(false) is { } failed
                )
                    return failed;
            return await RunAsync(loaded, scripts, world, people, options).ConfigureAwait(false);
        }
    }

    private async Task<int?> RunEarlierAsync(
        string file,
        World world,
        RehearsedPeople people,
        RunRequest options
    )
    {
        var scripts = ScriptWorld.Loader(_host, session.Settings);
        var loaded = scripts.Load(new AuthoringInputs(file));
        audience.Say($"earlier in this world: {loaded.Plan.Header.Title}");
        var request = options with { Until = null, Skips = new Dictionary<string, string>() };
        var code = await RunAsync(loaded, scripts, world, people, request).ConfigureAwait(false);
        return code == ExitCodes.Done ? null : code;
    }

    private async Task<int> RunAsync(
        LoadedPlan loaded,
        PlanLoader scripts,
        World world,
        RehearsedPeople people,
        RunRequest options
    )
    {
        people.PlanHash = loaded.Plan.Hash;
        var request = options with
        {
            Plan = loaded.Plan,
            Sources = loaded.ToArchive,
            IsSandbox = true,
            Directory = world.Directory,
        };
        var clock = world.Stage.Clock;
        var store = new FileJournalStore(
            session.HomeOf(invocation),
            clock,
            Owner.OfThisProcess(session.Settings.Operator, clock)
        );
        var processes = new LateProcessRunner(session.Settings, world.Directory, clock);
        var services = Composition.Real(session, store, scripts, world.Directory, audience) with
        {
            Clock = clock,
            IdClock = session.Clock,
            Pause = clock,
            Secrets = world.Secrets,
            People = people,
            // A world reaches nothing but its own systems: an operation that asks for the network fails.
            Ports = PortRegistry
                .Empty.With<IErrorPlaces>(scripts)
                .With<IProcessRunner>(processes)
                .With<IDetachedPrograms>(processes),
        };
        // A child works in this very world; who approves its steps approves its own plan.
        services = services with
        {
            ForChild = child =>
                services with
                {
                    People = new RehearsedPeople(world.People, Post) { PlanHash = child.Hash },
                },
        };
        return await new RunDrive(session, invocation, services, audience)
            .StartAsync(request)
            .ConfigureAwait(false);
    }

    private WorldSpec Spec(string script)
    {
        var path = WorldFile.Of(script);
        if (!File.Exists(path))
            throw new UsageException(
                $"there is no world for the sandbox: "
                    + $"{session.Settings.Shown(path)} is missing beside the runbook."
            );
        return WorldFile.Read(_host, path);
    }

    private RehearsedPeople People(World world) => new(world.People, Post);

    private void Post(string runId, string signal, byte[] content) =>
        new SignalBox(Path.Combine(session.HomeOf(invocation), "runs", runId)).Post(signal, content);

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

    // A window that has passed is rehearsed from its first moment on, as if it were still to come.
    private static DateTimeOffset FirstMoment(Plan plan)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (plan.Header.WindowStart is not { } first)
            return now;
        foreach (var step in plan.Steps)
            if (step.Spec.DueAt is { } due && plan.Header.WindowStart + due.Offset < first)
                first = plan.Header.WindowStart.Value + due.Offset;
        return first < now ? first : now;
    }
}
