using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// One run in a world of its own on a simulated disk, carried on by one process after another. The real
/// engine
/// over the real file store; only the disk, the clock and the world are not.
/// </summary>
internal sealed class CrashRun
{
    private const string Home = "/var/lib/runbook";
    private readonly CrashScenario _scenario;
    private readonly string _folder;
    private readonly Random _random;
    private readonly CrashClock _clock;
    private readonly Wrapping _wrapping;

    /// <param name="scenario">What is run.</param>
    /// <param name="seed">Draws what the disk does.</param>
    /// <param name="kind">What a failing disk does.</param>
    /// <param name="folder">A real directory for the attempt lock.</param>
    /// <param name="wrapping">What stands around disk and journal; null nothing.</param>
    internal CrashRun(
        CrashScenario scenario,
        int seed,
        FileSystemKind kind,
        string folder,
        Wrapping? wrapping = null
    )
    {
        (_scenario, _folder, _wrapping) = (scenario, folder, wrapping ?? new Wrapping());
        _random = new Random(seed);
        _clock = new CrashClock(scenario.StartsAt);
        Disk = new SimulatedDisk(kind, new Random(seed));
        Disk.MakeDurable(Path.GetDirectoryName(Home)!);
        scenario.Before(Effects);
        Plan = scenario.Plan(Effects);
        Effects.Before = Note;
    }

    internal SimulatedDisk Disk { get; }

    internal EffectServer Effects { get; } = new();

    internal Trace Trace { get; } = new();

    internal Plan Plan { get; }

    internal CrashClock Clock => _clock;

    /// <summary>The process at work, or the last one.</summary>
    internal SimulatedProcess? Process { get; private set; }

    /// <summary>Journal calls of the last process.</summary>
    internal int JournalCalls { get; private set; }

    /// <summary>The run; null until a process knew it or found it.</summary>
    internal string? RunId { get; private set; }

    /// <summary>What the last engine said; null when it ended without a word.</summary>
    internal RunResult? Last { get; private set; }

    /// <summary>Why the last process ended without a word.</summary>
    internal JournalException? Failure { get; private set; }

    /// <summary>The process ends; the next one sees what the cache has.</summary>
    internal void Note(string crash) => Trace.Add(TraceKind.Crash, crash);

    /// <summary>The power goes. True if some unsynced sector came back as rubbish.</summary>
    internal bool LosePower(bool mayTrash)
    {
        var hasTrashed = Disk.LosePower(mayTrash);
        Note(hasTrashed ? "the power went; some sectors are rubbish" : "the power went");
        return hasTrashed;
    }

    /// <summary>One process that begins the run, or goes on with it.</summary>
    internal Task<RunResult?> GoOnAsync(Life life, string? until = null, bool fromFailed = false)
    {
        var request = new RunRequest(Plan) { Until = until, FromFailed = fromFailed };
        return RunId is { } run
            ? LiveAsync("resume", life, (engine, control) => engine.ResumeAsync(run, request, control))
            : LiveAsync("exec", life, (engine, control) => engine.StartAsync(request, control));
    }

    /// <summary>One process that takes the run back.</summary>
    internal Task<RunResult?> UndoAsync(Life life) =>
        LiveAsync(
            "undo",
            life,
            (engine, control) => engine.UndoAsync(RunId!, new RunRequest(Plan), null, control)
        );

    /// <summary>One process in which a person decides about a step.</summary>
    internal Task<RunResult?> ResolveAsync(Resolution resolution) =>
        LiveAsync(
            $"resolve --{resolution.As}",
            new Life(),
            (engine, _) =>
            {
                engine.Resolve(RunId!, new RunRequest(Plan), resolution);
                return Task.FromResult<RunResult>(null!);
            }
        );

    /// <summary>The run as its journal tells it; null when there is none.</summary>
    internal RunHistory? Read()
    {
        var store = Store(new SimulatedProcess(Disk, _ => null));
        if (store.List().FirstOrDefault() is not { } listed)
        {
            RunId = null;
            return null;
        }
        RunId = listed.RunId;
        return listed.History ?? throw listed.Error!;
    }

    /// <summary>Verifies the ledger of closed runs.</summary>
    internal int VerifyLedger() => Store(new SimulatedProcess(Disk, _ => null)).VerifyLedger();

    private FileJournalStore Store(SimulatedProcess process) =>
        new(Home, _clock, Owner(), _wrapping.Disk(RunbookDsl.Journal.Disk.Of(process)));

    private Owner Owner() => new("tester", "host", 4711, 1, "boot", _clock.GetUtcNow());

    private async Task<RunResult?> LiveAsync(
        string verb,
        Life life,
        Func<RunbookEngine, RunControl, Task<RunResult>> work
    )
    {
        Trace.Add(TraceKind.Process, verb);
        (Last, Failure) = (null, null);
        Process = new SimulatedProcess(Disk, life.Fault);
        var store = new CrashStore(Store(Process), Process, Trace, _folder)
        {
            DiesAt = life.DiesAtJournalCall,
            DiesAfter = life.DiesAfter,
        };
        using var control = new RunControl();
        life.Control(control);
        try
        {
            var working = work(new RunbookEngine(Services(_wrapping.Store(store))), control);
            while (!working.IsCompleted && _scenario.Turn is { } turn)
                if (!turn())
                    await Task.Yield();
            Last = await working.ConfigureAwait(false);
            if (Last is not null)
                Trace.Add(TraceKind.Result, $"{Last.Status}", Last.StepId);
        }
        catch (JournalException e)
        {
            Failure = e;
            Note(e.Message);
        }
        finally
        {
            Process.Die("its end");
            JournalCalls = store.Calls;
            RunId ??= store.RunId;
        }
        return Last;
    }

    private EngineServices Services(IJournalStore store) =>
        new()
        {
            Store = store,
            Clock = _clock,
            Pause = _clock,
            Random = _random,
            Secrets = _scenario.Secrets ?? new NoSecrets(),
            People = _scenario.People ?? new Agreeable(_clock),
            Observer = new Nobody(),
            Operator = "tester",
            Ports = _scenario.Ports,
        };

    // What a dead process would still do does not happen.
    private void Note(Effect effect)
    {
        if (Process is { IsDead: true })
            throw new ProcessDiedException("an effect after its end");
        Trace.Add(TraceKind.Effect, effect.What, effect.StepId);
    }

    private sealed class NoSecrets : ISecretStore
    {
        public string? Find(SecretReference secret) => null;
    }

    private sealed class Nobody : IRunObserver
    {
        public void On(RunEvent occurrence) { }
    }

    private sealed class Agreeable(TimeProvider clock) : IPeople
    {
        public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
            Task.FromResult<Answer?>(new Answer(true, "somebody", clock.GetUtcNow(), "seen"));
    }
}
