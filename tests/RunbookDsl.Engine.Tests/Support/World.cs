using RunbookDsl.Journal;

namespace RunbookDsl.Engine.Tests.Support;

/// <summary>Everything one test needs: a journal of its own, a clock, people, an effect server.</summary>
internal sealed class World : IDisposable
{
    public const string Script = "/runbooks/test.csx";
    private readonly string _home = Directory.CreateTempSubdirectory("runbook-engine-").FullName;
    private readonly Dictionary<string, string> _secrets = [];
    private readonly Random _random = new(7);

    public World()
    {
        Pause = new TestPause(Clock);
        Store = NewStore();
    }

    public TestClock Clock { get; } = new();

    public TestPause Pause { get; }

    public EffectServer Server { get; } = new();

    public ScriptedPeople People { get; } = new();

    public EventLog Log { get; } = new();

    public CountingStore Store { get; private set; }

    public RunControl Control { get; private set; } = new();

    public string Operator { get; set; } = "mia";

    public string Home => _home;

    /// <summary>Waits as the product does, on the clock of the test; else a wait moves the clock.</summary>
    public bool IsRealPause { get; init; }

    public PortRegistry Ports { get; set; } = PortRegistry.Empty;

    /// <summary>How long an attempt that still lives is waited for.</summary>
    public TimeSpan OldAttemptPatience { get; set; } = TimeSpan.FromHours(1);

    public string RunId { get; set; } = "";

    /// <summary>What a script may change before it is planned again.</summary>
    public static Plan Plan(Action script, DateTimeOffset? window = null, IChildScripts? children = null)
    {
        var session = new AuthoringSession(
            new AuthoringInputs(Script) { WindowStart = window, Children = children }
        );
        using (session.Enter())
            script();
        return session.Build();
    }

    public void Secret(string name, string value) => _secrets[name] = value;

    public CountingStore NewStore() =>
        new(new FileJournalStore(_home, Clock, Owner.OfThisProcess("mia", Clock)));

    /// <summary>As if a new process went on: nothing in memory is left.</summary>
    public void Restart()
    {
        Store = NewStore();
        Control = new RunControl();
        Log.Events.Clear();
        People.Asked.Clear();
    }

    public EngineServices Services() =>
        new()
        {
            Store = Store,
            Clock = Clock,
            Pause = IsRealPause ? new ClockPause(Clock) : Pause,
            Random = _random,
            Secrets = new SecretTable(_secrets),
            People = People,
            Observer = Log,
            Operator = Operator,
            Ports = Ports,
            OldAttemptPatience = OldAttemptPatience,
            CancelPatience = TimeSpan.FromSeconds(30),
        };

    public async Task<RunResult> StartAsync(Plan plan, Func<RunRequest, RunRequest>? with = null)
    {
        var request = new RunRequest(plan);
        try
        {
            var result = await new RunbookEngine(Services()).StartAsync(
                with?.Invoke(request) ?? request,
                Control
            );
            RunId = result.RunId;
            return result;
        }
        finally
        {
            if (RunId.Length == 0)
                RunId = Store.FindRun("latest");
        }
    }

    public Task<RunResult> ResumeAsync(Plan plan, Func<RunRequest, RunRequest>? with = null)
    {
        Restart();
        var request = new RunRequest(plan);
        return new RunbookEngine(Services()).ResumeAsync(RunId, with?.Invoke(request) ?? request, Control);
    }

    public Task<RunResult> UndoAsync(Plan plan, string? to = null)
    {
        Restart();
        return new RunbookEngine(Services()).UndoAsync(RunId, new RunRequest(plan), to, Control);
    }

    /// <summary>Once something was taken back and the way back is open, a resume begins nothing.</summary>
    public async Task RefusesToGoForwardAsync(Plan plan)
    {
        if (State() is not { IsClosed: false, IsUndoOpen: true })
            return;
        var effects = Server.Effects.Count;
        var result = await ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held), result.Message);
        Assert.That(result.Message, Does.Contain($"`runbook undo {RunId}`"));
        Assert.That(Server.Effects, Has.Count.EqualTo(effects));
    }

    public RunState Resolve(Plan plan, string step, ResolutionKind kind, string? json = null)
    {
        Restart();
        return new RunbookEngine(Services()).Resolve(
            RunId,
            new RunRequest(plan),
            new Resolution(step, kind, "looked at it") { ResultJson = json }
        );
    }

    public RunState State() => StateFold.Of(Store.Read(RunId));

    /// <summary>The run's records so far: <c>step.intent a</c>.</summary>
    public string[] Records() => [.. Store.Read(RunId).Records.Select(r => $"{r.Type} {r.Step}".TrimEnd())];

    public string JournalText() =>
        string.Join(
            "",
            Directory
                .EnumerateFiles(Path.Combine(_home, "runs"), "*", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
        );

    public void Dispose()
    {
        Control.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private sealed class SecretTable(Dictionary<string, string> values) : ISecretStore
    {
        public string? Find(SecretReference secret) => values.GetValueOrDefault(secret.Name);
    }
}
