using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Crash.Tests;

/// <summary>The engine and the real file store on one case, in this process.</summary>
internal sealed class EngineOnCase(Case at, Random random)
{
    private static readonly NobodyAndNothing Outside = new();

    /// <summary>
    /// One command, whose journal dies at <paramref name="diesAt"/>; false when it came to its end before.
    /// </summary>
    public async Task<bool> DiesAsync(string verb, int diesAt)
    {
        var store = new DyingStore(at.Store(), diesAt);
        try
        {
            await RunAsync(verb, store);
        }
        catch (JournalException) when (store.IsDead)
        {
            return true;
        }
        return false;
    }

    /// <summary>The points of one whole command.</summary>
    public async Task<int> PointsAsync(string verb)
    {
        var store = new DyingStore(at.Store());
        await RunAsync(verb, store);
        return store.Points;
    }

    /// <summary>Goes on as a person would, until the run is closed.</summary>
    public async Task FinishAsync(string verb)
    {
        for (var tries = 0; tries < 6; tries++)
        {
            if (at.RunId is not null && at.Read().Records[^1].Type == RecordTypes.RunClosed)
                return;
            var result = await RunAsync(at.RunId is null ? "exec" : verb, at.Store());
            if (result.Status is RunStatus.Done or RunStatus.RolledBack)
                return;
            Assert.That(result.Status, Is.EqualTo(RunStatus.InDoubt), result.Message);
            Settle(result);
        }
        Assert.Fail($"{at.Folder}: the run does not come to an end");
    }

    public async Task<RunResult> RunAsync(string verb, IJournalStore store, string? until = null)
    {
        var engine = new RunbookEngine(Services(store));
        var request = new RunRequest(Plan()) { Until = until };
        using var control = new RunControl();
        return verb switch
        {
            "exec" => await engine.StartAsync(request, control),
            "resume" => await engine.ResumeAsync(at.RunId!, request, control),
            _ => await engine.UndoAsync(at.RunId!, request, null, control),
        };
    }

    private void Settle(RunResult held)
    {
        var step = held.StepId ?? Operator.StepOf(held.Message);
        var last = at.Log().LastOrDefault(e => e.Step == step);
        var isUndo = held.Message.Contains($"The undo of '{step}'", StringComparison.Ordinal);
        var kind =
            isUndo && last!.Value is null ? ResolutionKind.Undone
            : isUndo || last is null ? ResolutionKind.Rerun
            : ResolutionKind.Done;
        var json = kind == ResolutionKind.Done && step == "backup" ? """{"name":"b1","bytes":42}""" : null;
        var resolution = new Resolution(step, kind, "looked at the log") { ResultJson = json };
        new RunbookEngine(Services(at.Store())).Resolve(at.RunId!, new RunRequest(Plan()), resolution);
    }

    private Plan Plan()
    {
        var session = new AuthoringSession(new AuthoringInputs("/runbooks/twenty.csx"));
        using (session.Enter())
            TwentySteps.Declare(new EffectLog(at.Effects));
        return session.Build();
    }

    private EngineServices Services(IJournalStore store) =>
        new()
        {
            Store = store,
            Clock = TimeProvider.System,
            Pause = Outside,
            Random = random,
            Secrets = Outside,
            People = Outside,
            Observer = Outside,
            Operator = "mia",
        };

    private sealed class NobodyAndNothing : IPause, ISecretStore, IPeople, IRunObserver
    {
        public Task UntilAsync(DateTimeOffset due, TimeSpan atMost, CancellationToken cancellation) =>
            Task.CompletedTask;

        public string? Find(SecretReference secret) => null;

        public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
            Task.FromResult<Answer?>(null);

        public void On(RunEvent occurrence) { }
    }
}
