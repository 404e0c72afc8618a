using System.Diagnostics;
using System.Runtime.InteropServices;
using RunbookDsl;
using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace Benchmarks;

/// <summary>What durability costs, beside a bare loop of the same bytes on the same file system.</summary>
internal static class JournalRows
{
    private const int Rounds = 11;
    private const int Count = 400;

    public static IEnumerable<string> Append(Place place)
    {
        var own = new List<double>();
        var raw = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var journal = Own(place, round);
            var bare = Raw(place, round);
            if (round == 0)
                continue;
            own.Add(journal);
            raw.Add(bare);
        }
        yield return "| what | own, µs | raw `pwrite` + `fdatasync`, µs | ratio | budget |\n|---|---|---|---|---|";
        yield return $"| durable append, median of {Count} | {Figures.Text(own)} | {Figures.Text(raw)} "
            + $"| {Figures.Text([.. own.Zip(raw, (a, b) => a / b)], "F2")} | 1.15× |";
    }

    public static IEnumerable<string> Step(Place place)
    {
        var mutating = new List<double>();
        var looking = new List<double>();
        var append = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var figures = (Steps(place, false).Result, Steps(place, true).Result, Own(place, 100 + round));
            if (round == 0)
                continue;
            mutating.Add(figures.Item1);
            looking.Add(figures.Item2);
            append.Add(figures.Item3);
        }
        yield return "| what | own, µs | durable append, µs | ratio | budget |\n|---|---|---|---|---|";
        yield return Row("no-op mutating step (two syncs)", mutating, append, "2.3×");
        yield return Row("no-op step that looks (one sync)", looking, append, "1.2×");
    }

    private static string Row(string name, List<double> own, List<double> append, string budget) =>
        $"| {name} | {Figures.Text(own)} | {Figures.Text(append)} "
        + $"| {Figures.Text([.. own.Zip(append, (a, b) => a / b)], "F2")} | {budget} |";

    private static double Own(Place place, int round)
    {
        var store = Store(place);
        var opened = new JournalRecord { Type = RecordTypes.RunOpened };
        using var journal = store.Create(
            new RunIdentity($"bench-{round}-{place.GetHashCode()}", "bench"),
            opened
        );
        var body = new byte[200];
        body.AsSpan().Fill((byte)'x');
        "{\"a\":\""u8.CopyTo(body);
        "\"}"u8.CopyTo(body.AsSpan(198));
        return MedianOf(() =>
        {
            journal.Append(
                new JournalRecord
                {
                    Type = RecordTypes.StepOutcome,
                    Step = "step",
                    Attempt = 1,
                    Body = body,
                }
            );
            journal.Commit();
        });
    }

    private static double Raw(Place place, int round)
    {
        using var file = File.OpenHandle(place[$"raw-{round}"], FileMode.Create, FileAccess.Write);
        var bytes = new byte[440];
        var offset = 0L;
        return MedianOf(() =>
        {
            RandomAccess.Write(file, bytes, offset);
            offset += bytes.Length;
            if (Sync((int)file.DangerousGetHandle()) != 0)
                throw new InvalidOperationException("fdatasync failed");
        });
    }

    private static double MedianOf(Action action)
    {
        var times = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }
        return Figures.Median(times);
    }

    private static async Task<double> Steps(Place place, bool looks)
    {
        var session = new AuthoringSession(new AuthoringInputs("/bench.csx"));
        using (session.Enter())
            for (var i = 0; i < Count; i++)
            {
                var step = Verbs.Step($"s{i}").Run(_ => Task.CompletedTask);
                if (looks)
                    step.ReadOnly();
            }
        var observer = new StepTimes();
        var engine = new RunbookEngine(Services(place, observer));
        using var control = new RunControl();
        var result = await engine.StartAsync(new RunRequest(session.Build()), control);
        if (result.Status != RunStatus.Done)
            throw new InvalidOperationException(result.Message);
        return observer.Median;
    }

    private static FileJournalStore Store(Place place) =>
        new(place["journal"], TimeProvider.System, Owner.OfThisProcess("bench", TimeProvider.System));

    private static EngineServices Services(Place place, IRunObserver observer) =>
        new()
        {
            Store = Store(place),
            Clock = TimeProvider.System,
            Pause = new ClockPause(TimeProvider.System),
            Random = new Random(HashCode.Combine(Stopwatch.GetTimestamp())),
            Secrets = new Nothing(),
            People = new Nothing(),
            Observer = observer,
            Operator = "bench",
        };

    [DllImport("libc", EntryPoint = "fdatasync")]
    private static extern int Sync(int descriptor);

    private sealed class Nothing : ISecretStore, IPeople
    {
        public string? Find(SecretReference secret) => null;

        public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
            Task.FromResult<Answer?>(null);
    }

    // The time from the end of one step to the end of the next: everything a step costs.
    private sealed class StepTimes : IRunObserver
    {
        private readonly List<double> _times = [];
        private long _last;

        public double Median => Figures.Median(_times);

        public void On(RunEvent occurrence)
        {
            if (occurrence.Kind != RunEventKind.StepDone)
                return;
            if (_last != 0)
                _times.Add(Stopwatch.GetElapsedTime(_last).TotalMicroseconds);
            _last = Stopwatch.GetTimestamp();
        }
    }
}
