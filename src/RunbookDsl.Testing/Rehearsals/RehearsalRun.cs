using System.Collections.Concurrent;
using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// One run in one world, carried on by one process after another: the real engine over the real file store;
/// only the disk, the clock and the world are not.
/// </summary>
internal sealed class RehearsalRun : IAsyncDisposable
{
    private const string Home = "/var/lib/runbook";
    private readonly RehearsalSubject _subject;
    private readonly Scenario _scenario;
    private readonly SimulatedDisk _disk;
    private readonly SeenEvents _seen = new();
    private readonly List<RehearsalLife> _lives = [];
    private readonly Trace _trace = new();
    private readonly WorldPrograms _programs;
    private readonly RehearsedPeople _people;
    private readonly CrashWatch _crash;
    private readonly Random _random;
    private readonly int _firstEvent;
    private Owner? _owner;
    private DateTimeOffset? _window;
    private volatile RunControl? _control;

    private RehearsalRun(RehearsalSubject subject, Scenario scenario, World world, int firstEvent)
    {
        (_subject, _scenario, World, _firstEvent) = (subject, scenario, world, firstEvent);
        _random = new Random(scenario.Seed);
        _disk = new SimulatedDisk(FileSystemKind.Ext4Ordered, new Random(scenario.Seed));
        _disk.MakeDurable(Path.GetDirectoryName(Home)!);
        _programs = new WorldPrograms(world, subject.Programs);
        _people = new RehearsedPeople(world.People, Post) { RefusedAt = scenario.RefusedAt };
        _crash = new CrashWatch(scenario.Crash);
        StartedAt = Clock.GetUtcNow();
        _window = subject.WindowStart;
    }

    public World World { get; }

    public Stage Stage => World.Stage;

    public VirtualClock Clock => Stage.Clock;

    /// <summary>The plan as the latest process read it.</summary>
    public Plan Plan { get; private set; } = null!;

    public string? RunId { get; private set; }

    public DateTimeOffset StartedAt { get; }

    public IReadOnlyList<RehearsalLife> Lives => _lives;

    public Trace Trace => _trace;

    /// <summary>What the engine said last; null when the process was ended.</summary>
    public RunResult? Last => _lives.LastOrDefault()?.Result;

    /// <summary>Opens the world and carries out what happened before the runbook.</summary>
    public static async Task<RehearsalRun> OpenAsync(
        RehearsalSubject subject,
        Scenario scenario,
        DateTimeOffset otherwise,
        CancellationToken cancellation
    )
    {
        var options = new SceneOptions
        {
            Otherwise = otherwise,
            Seed = scenario.Seed,
            Faults = scenario.Faults,
        };
        var world = await subject.Host.OpenAsync(options, cancellation).ConfigureAwait(false);
        try
        {
            foreach (var earlier in world.Earlier)
                await EarlierAsync(subject, world, earlier).ConfigureAwait(false);
            world.Stage.Tokens.Name(world.Stage.Directory, "dir", "stage");
            if (Path.GetDirectoryName(subject.Script) is { Length: > 1 } folder)
                world.Stage.Tokens.Name(folder, "dir", "runbook");
            world.Stage.Begin();
            return new RehearsalRun(subject, scenario, world, world.Stage.Log.Count);
        }
        catch
        {
            await world.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What happened so far, in the world and in the journal: it grows while anything
    /// moves.</summary>
    public long Moves => Stage.Log.Count + _trace.Count;

    /// <summary>Whether it takes too long: nothing more is begun.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Ends what is at work, as an operator who loses patience.</summary>
    public void GiveUp()
    {
        IsGivenUp = true;
        _control?.Request();
        _control?.Request();
    }

    public Task ExecAsync(string? until = null) =>
        RunId is { } run
            ? LiveAsync("resume", (e, r, c) => e.ResumeAsync(run, r with { Until = until }, c))
            : LiveAsync("exec", (e, r, c) => e.StartAsync(r with { Until = until }, c));

    public Task ResumeAsync() =>
        LiveAsync("resume", (e, r, c) => e.ResumeAsync(RunId!, r with { FromFailed = true }, c));

    public async Task UndoAsync()
    {
        Stage.IsTakingBack = true;
        await LiveAsync("undo", (e, r, c) => e.UndoAsync(RunId!, r, null, c)).ConfigureAwait(false);
        Stage.IsTakingBack = false;
    }

    public Task ResolveAsync(Resolution resolution) =>
        LiveAsync(
            $"resolve {resolution.StepId} --{resolution.As.ToString().ToLowerInvariant()}",
            (e, r, _) =>
            {
                e.Resolve(RunId!, r, resolution);
                return Task.FromResult<RunResult>(null!);
            }
        );

    /// <summary>A new run of the same runbook in the same world.</summary>
    public Task AgainAsync()
    {
        RunId = null;
        // The window has passed: the second run has one of its own, as far from now as the first had.
        _window = Plan.Header.WindowStart + (Clock.GetUtcNow() - StartedAt);
        return LiveAsync("exec again", (e, r, c) => e.StartAsync(r, c));
    }

    /// <summary>The run as its journal tells it; null when it was never begun.</summary>
    public RunHistory? Read()
    {
        if (RunId is null)
            return null;
        try
        {
            return Inner(new SimulatedProcess(_disk, _ => null)).Read(RunId);
        }
        catch (RunNotFoundException)
        {
            return null;
        }
    }

    public RehearsalResult Result(IReadOnlyList<SystemState> before, IReadOnlyList<SystemState> after)
    {
        var history = Read();
        return new RehearsalResult(_scenario, Plan)
        {
            Lives = [.. _lives],
            Records = history?.Records ?? [],
            State = history is null ? null : StateFold.Of(history),
            Events = [.. Stage.Log.Events.Skip(_firstEvent)],
            Seen = _seen.All,
            Asked = _people.Asked,
            Before = before,
            After = after,
            StartedAt = StartedAt,
            Elapsed = Clock.GetUtcNow() - StartedAt,
            Tokens = Stage.Tokens,
            Findings = Stage.Found,
        };
    }

    // A step that does not listen goes on when the engine has given it up.
    public ValueTask DisposeAsync() => IsGivenUp ? new(World.AbandonAsync()) : World.DisposeAsync();

    private static async Task EarlierAsync(RehearsalSubject subject, World world, string file)
    {
        var scenario = new Scenario("earlier");
        var run = new RehearsalRun(subject with { Script = file, WindowStart = null }, scenario, world, 0);
        await run.LiveAsync("exec", (e, r, c) => e.StartAsync(r, c), new Dictionary<string, string>())
            .ConfigureAwait(false);
        if (run.Last?.Status != RunStatus.Done)
            throw new WorldException(
                $"{file}, which the world says was carried out earlier, ended {run.Last?.Status}: "
                    + $"{run.Last?.Message}{run._lives[^1].End}"
            );
    }

    private async Task LiveAsync(
        string verb,
        Func<RunbookEngine, RunRequest, RunControl, Task<RunResult>> work,
        IReadOnlyDictionary<string, string>? parameters = null
    )
    {
        if (IsGivenUp)
            return;
        var number = _lives.Count + 1;
        (Stage.Life, _seen.Life, _people.Life) = (number, number, number);
        _trace.Add(TraceKind.Process, verb);
        var process = new SimulatedProcess(_disk, _ => null);
        _seen.HasEnded = () => process.IsDead;
        var records = new ConcurrentQueue<WrittenRecord>();
        var store = new RehearsedStore(Inner(process), process, Folder(), _crash)
        {
            Durable = written =>
            {
                _trace.Add(TraceKind.Durable, written.Record);
                records.Enqueue(written);
            },
            Calls = () => Stage.Log.Count,
        };
        var life = new RehearsalLife(number, verb);
        ForgetLocks();
        using var control = new RunControl();
        _control = control;
        try
        {
            var read = _subject.Reader.Read(_subject.Script, parameters ?? Parameters(), _window);
            (Plan, _people.PlanHash) = (read.Plan, read.Plan.Hash);
            var request = new RunRequest(read.Plan)
            {
                Sources = read.Sources,
                IsSandbox = true,
                Directory = World.Directory,
                Skips = _scenario.Skips,
            };
            var engine = new RunbookEngine(Services(store, read));
            life = life with { Result = await work(engine, request, control).ConfigureAwait(false) };
        }
        // Also what the engine made of the end of its journal.
        catch (RunbookException) when (process.IsDead)
        {
            life = life with { End = $"killed {_crash}" };
        }
        catch (Exception e) when (e is RunbookException)
        {
            life = life with { End = Stage.Secrets.Mask(e.Message) };
        }
        finally
        {
            _control = null;
            process.Die("its end");
            RunId ??= store.RunId;
            if (store.RunId is { } id)
                Stage.Tokens.Number(id, "run");
            _lives.Add(life with { Written = [.. records] });
        }
    }

    // Other rehearsals of this process start programs, which inherit what is open here: a lock file of an
    // ended life says nothing.
    private void ForgetLocks()
    {
        foreach (var folder in Directory.EnumerateDirectories(Folder()))
            File.Delete(Path.Combine(folder, "alive"));
    }

    private Dictionary<string, string> Parameters()
    {
        var all = new Dictionary<string, string>(World.Parameters);
        foreach (var (name, value) in _subject.Parameters)
            all[name] = value;
        return all;
    }

    private FileJournalStore Inner(SimulatedProcess process)
    {
        _owner ??= new("rehearsal", "rehearsal", 4711, 1, "boot", StartedAt);
        return new(Home, Clock, _owner, Disk.Of(process));
    }

    private EngineServices Services(IJournalStore store, ReadRunbook read)
    {
        var ports = World.Surroundings.Ports.With<IProcessRunner>(_programs);
        var services = new EngineServices
        {
            Store = store,
            Clock = Clock,
            Pause = Clock,
            Random = _random,
            Secrets = World.Secrets,
            People = _people,
            Observer = _seen,
            Operator = "rehearsal",
            Ports = ports
                .With<IDetachedPrograms>(_programs)
                .With<IVaryingValues>(new NamedVaryingValues(World.Stage.Tokens))
                .And(read.Ports),
        };
        return services with
        {
            ForChild = child =>
                services with
                {
                    People = new RehearsedPeople(World.People, Post)
                    {
                        PlanHash = child.Hash,
                        Life = _people.Life,
                    },
                },
        };
    }

    private void Post(string runId, string signal, byte[] content)
    {
        var folder = Path.Combine(Folder(), runId);
        Directory.CreateDirectory(folder);
        new SignalBox(folder).Post(signal, content);
    }

    private string Folder()
    {
        var folder = Path.Combine(Stage.Directory, "runs");
        Directory.CreateDirectory(folder);
        return folder;
    }
}
