using RunbookDsl.Engine;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>The engine over a store, with nobody to ask.</summary>
internal sealed class Engine(IJournalStore store, string operatorName) : ISecretStore, IPeople, IRunObserver
{
    private static int s_seed;

    private readonly List<string> _told = [];

    /// <summary>Somebody at the terminal who says yes to every question.</summary>
    public bool IsSomebodyThere { get; init; }

    public TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(30);

    public bool Has(string text)
    {
        lock (_told)
            return _told.Exists(t => t.Contains(text, StringComparison.Ordinal));
    }

    public RunControl Control { get; } = new();

    public RunbookEngine Run =>
        new(
            new EngineServices
            {
                Store = store,
                Clock = TimeProvider.System,
                Pause = new ClockPause(TimeProvider.System),
                Random = new Random(Interlocked.Increment(ref s_seed)),
                Secrets = this,
                People = this,
                Observer = this,
                Operator = operatorName,
                LockPatience = LockPatience,
            }
        );

    public static Plan Plan(Action script)
    {
        var session = new AuthoringSession(new AuthoringInputs("/runbooks/test.csx"));
        using (session.Enter())
            script();
        return session.Build();
    }

    /// <summary>The value of every secret; null when there is none.</summary>
    public string? Secret { get; init; }

    public string? Find(SecretReference secret) => Secret;

    public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
        Task.FromResult(
            IsSomebodyThere ? new Answer(true, operatorName, TimeProvider.System.GetUtcNow()) : null
        );

    public void On(RunEvent occurrence)
    {
        lock (_told)
            _told.Add($"{occurrence.Kind} {occurrence.Step?.Id} {occurrence.Text}");
    }
}
