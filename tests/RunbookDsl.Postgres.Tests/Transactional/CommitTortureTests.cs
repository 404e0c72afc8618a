using Npgsql;
using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Postgres.Tests;

/// <summary>
/// The real engine, the real journal, a real server, and connections cut around their COMMIT: what the
/// journals say happened has happened exactly that often, and nobody was asked.
/// </summary>
internal sealed class CommitTortureTests : DatabaseTest
{
    private const int Cuts = 320;

    // Everything here is over in a moment: whoever waits longer waits for something that never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test, CancelAfter(240_000)]
    public async Task The_counter_in_the_database_is_the_number_of_recorded_outcomes(CancellationToken stop)
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await SqlAsync("create table counter (n bigint not null); insert into counter values (0)");
        await using var proxy = new CuttingProxy(Server.Cluster.Port, random);
        var url = new NpgsqlConnectionStringBuilder(Server.Cluster.ConnectionString(Name))
        {
            Port = proxy.Port,
        };
        var plan = Plan();
        var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var runs = 0;
        for (; proxy.Cuts < Cuts; runs++)
        {
            stop.ThrowIfCancellationRequested();
            var services = Services(url.ConnectionString, random);
            var result = await RunAsync(services, plan, proxy, random);
            Assert.That(
                result.Status,
                Is.EqualTo(RunStatus.Done),
                $"seed {seed}, run {runs}: {result.Message}"
            );
            Assert.That(result.State.Step("raise").Result.GetProperty("rows").GetInt64(), Is.EqualTo(1));
            var word = result.State.Step("raise").Evidence is [var how, ..] ? how.Split(' ')[0] : "ok";
            verdicts[word] = verdicts.GetValueOrDefault(word) + 1;
        }
        TestContext.Out.WriteLine(
            $"{runs} runs, {proxy.Cuts} cuts: {string.Join(", ", verdicts.Select(v => $"{v.Value} {v.Key}"))}"
        );
        Assert.That(await ReadAsync<long>("select n from counter"), Is.EqualTo(runs), $"seed {seed}");
        Assert.That(verdicts.Keys, Has.Member("committed").And.Member("ok"));
    }

    private static async Task<RunResult> RunAsync(
        EngineServices services,
        Plan plan,
        CuttingProxy proxy,
        Random random
    )
    {
        var engine = new RunbookEngine(services);
        using var control = new RunControl();
        proxy.Next = Draw(random);
        var result = await engine.StartAsync(new RunRequest(plan), control);
        for (var i = 0; i < 8 && result.Status != RunStatus.Done; i++)
        {
            Assert.That(result.Status, Is.EqualTo(RunStatus.Held), result.Message);
            if (random.Next(2) == 0)
                proxy.Next = Draw(random);
            result = await engine.ResumeAsync(result.RunId, new RunRequest(plan), control);
        }
        return result;
    }

    private static Cut Draw(Random random) => (Cut)random.Next(1, 5);

    private static Plan Plan()
    {
        var session = new AuthoringSession(new AuthoringInputs("/runbooks/torture.csx"));
        using (session.Enter())
            Verbs.Step("raise").Run(Pg.Execute(Db, "update counter set n = n + 1").Transactional());
        return session.Build();
    }

    private EngineServices Services(string url, Random random) =>
        new()
        {
            Store = new FileJournalStore(
                Folder,
                TimeProvider.System,
                Owner.OfThisProcess("mia", TimeProvider.System)
            ),
            Clock = TimeProvider.System,
            Pause = new ClockPause(TimeProvider.System),
            Random = random,
            Secrets = new OneSecret(url),
            People = new Nobody(),
            Observer = new Silence(),
            Operator = "mia",
            OldAttemptPatience = Patience,
        };

    private sealed class OneSecret(string value) : ISecretStore
    {
        public string? Find(SecretReference secret) => value;
    }

    private sealed class Nobody : IPeople
    {
        public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
            throw new AssertionException($"a person was asked: {request.Question.Text}");
    }

    private sealed class Silence : IRunObserver
    {
        public void On(RunEvent occurrence) { }
    }
}
