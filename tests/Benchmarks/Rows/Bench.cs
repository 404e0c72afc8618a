using RunbookDsl;
using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace Benchmarks.Rows;

/// <summary>The engine in this process, with a journal of its own and nobody to ask.</summary>
internal sealed class Bench(string home) : ISecretStore, IPeople, IRunObserver
{
    public FileJournalStore Store { get; } =
        new(home, TimeProvider.System, Owner.OfThisProcess("benchmark", TimeProvider.System))
        {
            AcceptAnyFileSystem = true,
        };

    public static Plan Plan(Action script)
    {
        var session = new AuthoringSession(new AuthoringInputs("/benchmark.csx"));
        using (session.Enter())
            script();
        return session.Build();
    }

    public async Task RunAsync(Plan plan)
    {
        using var control = new RunControl();
        var services = new EngineServices
        {
            Store = Store,
            Clock = TimeProvider.System,
            Pause = new ClockPause(TimeProvider.System),
            Random = Random.Shared,
            Secrets = this,
            People = this,
            Observer = this,
            Operator = "benchmark",
        };
        var result = await new RunbookEngine(services).StartAsync(new RunRequest(plan), control);
        if (result.Status != RunStatus.Done)
            throw new InvalidOperationException($"the run ended as {result.Status}: {result.Message}");
    }

    public string? Find(SecretReference secret) => null;

    public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
        Task.FromResult<Answer?>(null);

    public void On(RunEvent occurrence) { }
}
