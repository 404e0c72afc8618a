using Benchmarks.Measuring;
using Benchmarks.Report;

namespace Benchmarks.Rows;

/// <summary>Long plans and long journals.</summary>
internal static class LongRows
{
    private const int Runs = 10;

    public static Row[] All(Places places) =>
        [
            new(
                "resume",
                "Resume of a 1,000-step run: first action ≤ 50 ms beyond process start.",
                notes => Resume(places, notes)
            ),
            new("plan", "Plan of 10k against 100k steps: cost per step within 1.2 ×.", _ => Plans()),
            new(
                "exec",
                "Run of 10k against 20k no-op steps: time and memory per step within 1.2 ×.",
                _ => Execs(places)
            ),
        ];

    private static IEnumerable<Finding> Resume(Places places, List<string> notes)
    {
        var script = Places.Script("thousand.csx");
        var until = places.Runbook(
            "resume",
            "cache",
            "exec",
            script,
            "--non-interactive",
            "--until",
            "step-999"
        );
        if (ProcessCost.Of(until).ExitCode != 0)
            throw new InvalidOperationException("the run of 999 steps failed");
        var first = places.Runbook(
            "fresh",
            "cache",
            "exec",
            Places.Script("first-step.csx"),
            "--non-interactive"
        );
        var plan = places.Runbook("fresh", "cache", "plan", script);
        List<double> start = [],
            planned = [],
            resumed = [];
        for (var run = -1; run < Runs; run++)
        {
            var home = $"resume-{run}";
            Copy(Path.Combine(places.Scratch, "resume"), Path.Combine(places.Scratch, home));
            var one = ProcessCost.Of(first).Wall;
            var two = ProcessCost.Of(plan).Wall;
            var three = ProcessCost.Of(places.Runbook(home, "cache", "resume", "--non-interactive"));
            if (three.ExitCode != 0)
                throw new InvalidOperationException($"the resume ended with {three.ExitCode}");
            if (run < 0)
                continue;
            start.Add(one);
            planned.Add(two);
            resumed.Add(three.Wall);
        }
        notes.Add("The last step ends the process: the resume is measured up to its first action.");
        yield return new(
            "resume of 1,000 steps beyond a start of a one-step runbook",
            "ms",
            Spread.Of(resumed.Zip(start, (a, b) => a - b)),
            Runs
        )
        {
            Budget = 50,
        };
        yield return new("resume, whole process", "ms", Spread.Of(resumed), Runs);
        yield return new("start of a one-step runbook to its first step", "ms", Spread.Of(start), Runs);
        yield return new("`plan` of the 1,000 steps, printed", "ms", Spread.Of(planned), Runs);
    }

    private static IEnumerable<Finding> Plans()
    {
        List<double> few = [],
            many = [],
            fewBytes = [],
            manyBytes = [];
        for (var run = -1; run < Runs; run++)
        {
            var one = Cost(10_000, () => Bench.Plan(() => Fill.Steps(10_000, isReadOnly: false)));
            var two = Cost(100_000, () => Bench.Plan(() => Fill.Steps(100_000, isReadOnly: false)));
            if (run < 0)
                continue;
            few.Add(one.Microseconds);
            many.Add(two.Microseconds);
            fewBytes.Add(one.Bytes);
            manyBytes.Add(two.Bytes);
        }
        return Compared(
            "a step of a plan of 100k",
            "a step of a plan of 10k",
            (few, many),
            (fewBytes, manyBytes)
        );
    }

    private static IEnumerable<Finding> Execs(Places places)
    {
        var bench = new Bench(Path.Combine(places.Scratch, "long"));
        var small = Bench.Plan(() => Fill.Steps(10_000, isReadOnly: false));
        var large = Bench.Plan(() => Fill.Steps(20_000, isReadOnly: false));
        List<double> few = [],
            many = [],
            fewBytes = [],
            manyBytes = [];
        for (var run = 0; run < Runs; run++)
        {
            var one = Cost(10_000, () => bench.RunAsync(small).GetAwaiter().GetResult());
            var two = Cost(20_000, () => bench.RunAsync(large).GetAwaiter().GetResult());
            few.Add(one.Microseconds);
            many.Add(two.Microseconds);
            fewBytes.Add(one.Bytes);
            manyBytes.Add(two.Bytes);
        }
        return Compared(
            "a step of a run of 20k",
            "a step of a run of 10k",
            (few, many),
            (fewBytes, manyBytes)
        );
    }

    private static IEnumerable<Finding> Compared(
        string large,
        string small,
        (List<double> Few, List<double> Many) time,
        (List<double> Few, List<double> Many) bytes
    )
    {
        yield return new($"processor time, {large}", $"× {small}", Spread.Ratio(time.Many, time.Few), Runs)
        {
            Budget = 1.2,
        };
        yield return new($"allocated, {large}", $"× {small}", Spread.Ratio(bytes.Many, bytes.Few), Runs)
        {
            Budget = 1.2,
        };
        yield return new(large, "µs", Spread.Of(time.Many), Runs);
        yield return new(large, "bytes allocated", Spread.Of(bytes.Many), Runs);
    }

    private static (double Microseconds, double Bytes) Cost(int steps, Action work)
    {
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var began = Environment.CpuUsage.TotalTime;
        work();
        var took = (Environment.CpuUsage.TotalTime - began).TotalMicroseconds;
        return (took / steps, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)steps);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
    }
}
