using System.Diagnostics;
using Benchmarks.Measuring;
using Benchmarks.Report;
using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace Benchmarks.Rows;

/// <summary>What a record costs when the disk costs nothing, and what it costs to read back.</summary>
internal static class RecordRows
{
    private const int Runs = 10;
    private const int Steps = 10_000;
    private const int Records = 100_000;

    public static Row[] All(Places places) =>
        [
            new(
                "record",
                "Engine and journal without the disk: ≤ 20 µs of processor time and ≤ 4 KB allocated a record.",
                Cost
            ),
            new(
                "fold",
                "Fold and verify of a journal of 100,000 records: ≤ 300 ms.",
                notes => Fold(places, notes)
            ),
        ];

    // In memory, where a sync is free: what is left is the engine, the encoding, the hash and the calls.
    private static IEnumerable<Finding> Cost(List<string> notes)
    {
        var home = Path.Combine("/dev/shm", $"runbook-benchmark-{Environment.ProcessId}");
        var bench = new Bench(home);
        var plan = Bench.Plan(() => Fill.Steps(Steps, isReadOnly: false));
        List<double> time = [],
            bytes = [];
        var count = 0;
        for (var run = -1; run < Runs; run++)
        {
            GC.Collect();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var began = Environment.CpuUsage.TotalTime;
            bench.RunAsync(plan).GetAwaiter().GetResult();
            var took = (Environment.CpuUsage.TotalTime - began).TotalMicroseconds;
            var fresh = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            count = count > 0 ? count : bench.Store.Read(bench.Store.FindRun("latest")).Records.Count;
            if (run < 0)
                continue;
            time.Add(took / count);
            bytes.Add(fresh / (double)count);
        }
        Directory.Delete(home, recursive: true);
        notes.Add(
            $"{count} records of a run of {Steps} steps that do nothing; the journal in memory (tmpfs)."
        );
        yield return new("processor time a record", "µs", Spread.Of(time), Runs) { Budget = 20 };
        yield return new("allocated a record", "bytes", Spread.Of(bytes), Runs) { Budget = 4096 };
    }

    private static IEnumerable<Finding> Fold(Places places, List<string> notes)
    {
        var store = new Bench(Path.Combine(places.Scratch, "fold")).Store;
        var run = Fill100k(store);
        List<double> both = [],
            read = [],
            raw = [];
        for (var round = -1; round < Runs; round++)
        {
            var began = Stopwatch.GetTimestamp();
            // A store of its own each time: one that has read the run before would only compare it.
            var history = new Bench(Path.Combine(places.Scratch, "fold")).Store.Read(run);
            var verified = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (StateFold.Of(history).Steps.Count == 0)
                throw new InvalidOperationException("nothing was folded");
            var folded = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            began = Stopwatch.GetTimestamp();
            var size = File.ReadAllBytes(Path.Combine(history.Location, "000001.jsonl")).Length;
            var plain = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (round < 0)
            {
                notes.Add($"{history.Records.Count} records, {size} bytes.");
                continue;
            }
            both.Add(folded);
            read.Add(verified);
            raw.Add(plain);
        }
        yield return new("read, verify and fold", "ms", Spread.Of(both), Runs) { Budget = 300 };
        yield return new("read and verify", "ms", Spread.Of(read), Runs);
        yield return new("the bytes alone, read", "ms", Spread.Of(raw), Runs);
    }

    private static string Fill100k(FileJournalStore store)
    {
        var run = new RunIdentity(RunId.New(TimeProvider.System, Random.Shared), "fold");
        using var journal = store.Create(run, new JournalRecord { Type = RecordTypes.RunOpened });
        for (var i = 0; i < (Records - 1) / 3; i++)
        {
            Append(RecordTypes.StepIntent, """{"key":"fold-step-1","effect":"Convergent"}"""u8);
            Append(RecordTypes.StepOutcome, """{"as":"ok","result":{"bytes":1234}}"""u8);
            Append(RecordTypes.StepVerified, """{"checks":["1234 bytes"]}"""u8);
            if (i % 1000 == 0)
                journal.Commit();

            void Append(string type, ReadOnlySpan<byte> body) =>
                journal.Append(
                    new JournalRecord
                    {
                        Type = type,
                        Step = $"step-{i}",
                        Attempt = 1,
                        Body = body.ToArray(),
                    }
                );
        }
        journal.Commit();
        return run.RunId;
    }
}
