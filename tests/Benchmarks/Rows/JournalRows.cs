using System.Diagnostics;
using Benchmarks.Measuring;
using Benchmarks.Report;
using RunbookDsl.Journal;

namespace Benchmarks.Rows;

/// <summary>Durable appends and steps, beside a raw loop on the same file system.</summary>
internal static class JournalRows
{
    private const int Rounds = 12;
    private const int Appends = 300;
    private const int Steps = 600;

    public static Row[] All(Places places) =>
        [
            new(
                "append",
                "Durable append: ≤ 1.15 × a raw loop of pwrite and fdatasync with the same bytes; "
                    + "≤ 1.1 × a commit of SQLite in WAL mode with full sync.",
                notes => Append(places, notes)
            ),
            new(
                "step",
                "Mutating step: ≤ 2.3 × a durable append, exactly two fdatasync; read-only step: ≤ 1.2 ×, one.",
                notes => Step(places, notes)
            ),
        ];

    private static IEnumerable<Finding> Append(Places places, List<string> notes)
    {
        List<double> raw = [],
            ours = [],
            sqlite = [];
        var hasSqlite = Sqlite.IsThere;
        var (_, bytes) = Journal(places, 20);
        for (var round = -1; round < Rounds; round++)
        {
            var loop = RawLoop.Run(Path.Combine(places.Scratch, "raw"), bytes, Appends);
            var (append, _) = Journal(places, Appends);
            var commit = hasSqlite
                ? SqliteLoop.Run(Path.Combine(places.Scratch, "sqlite"), bytes, Appends)
                : 0;
            if (round < 0)
                continue;
            raw.Add(loop);
            ours.Add(append);
            sqlite.Add(commit);
        }
        notes.Add(
            hasSqlite ? $"SQLite {SqliteLoop.Version}." : "SQLite: not measured, this machine has no library."
        );
        yield return new($"append of {bytes} bytes", "× raw loop", Spread.Ratio(ours, raw), Rounds)
        {
            Budget = 1.15,
        };
        if (hasSqlite)
            yield return new("append", "× SQLite commit", Spread.Ratio(ours, sqlite), Rounds)
            {
                Budget = 1.1,
            };
        yield return new("append", "µs", Spread.Of(ours), Rounds);
        yield return new("raw loop", "µs", Spread.Of(raw), Rounds);
        if (hasSqlite)
            yield return new("SQLite commit", "µs", Spread.Of(sqlite), Rounds);
    }

    private static IEnumerable<Finding> Step(Places places, List<string> notes)
    {
        var bench = new Bench(Path.Combine(places.Scratch, "steps"));
        var mutating = Bench.Plan(() => Fill.Steps(Steps, isReadOnly: false));
        var looking = Bench.Plan(() => Fill.Steps(Steps, isReadOnly: true));
        List<double> append = [],
            mutate = [],
            look = [];
        for (var round = -1; round < Rounds; round++)
        {
            var (one, _) = Journal(places, Appends);
            var two = Run(bench, mutating);
            var three = Run(bench, looking);
            if (round < 0)
                continue;
            append.Add(one);
            mutate.Add(two);
            look.Add(three);
        }
        notes.AddRange(Syncs.Notes(places));
        yield return new("mutating step", "× append", Spread.Ratio(mutate, append), Rounds) { Budget = 2.3 };
        yield return new("read-only step", "× append", Spread.Ratio(look, append), Rounds) { Budget = 1.2 };
        yield return new("mutating step", "µs", Spread.Of(mutate), Rounds);
        yield return new("read-only step", "µs", Spread.Of(look), Rounds);
        yield return new("append", "µs", Spread.Of(append), Rounds);
    }

    // The run's own beginning and end are in it, spread over its steps.
    private static double Run(Bench bench, RunbookDsl.Plan plan)
    {
        var began = Stopwatch.GetTimestamp();
        bench.RunAsync(plan).GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / Steps;
    }

    private static (double Microseconds, int Bytes) Journal(Places places, int count)
    {
        var store = new Bench(Path.Combine(places.Scratch, "appends")).Store;
        var run = new RunIdentity(RunId.New(TimeProvider.System, Random.Shared), "append");
        using var journal = store.Create(run, new JournalRecord { Type = RecordTypes.RunOpened });
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            journal.Append(
                new JournalRecord
                {
                    Type = RecordTypes.StepIntent,
                    Step = "step",
                    Attempt = 1,
                }
            );
            journal.Commit();
        }
        var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
        var size = new DirectoryInfo(journal.Location).GetFiles("*.jsonl")[0].Length;
        return (took, (int)(size / (count + 1)));
    }
}
