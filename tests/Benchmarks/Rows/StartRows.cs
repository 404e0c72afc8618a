using System.Globalization;
using Benchmarks.Measuring;
using Benchmarks.Report;

namespace Benchmarks.Rows;

/// <summary>Starts of the whole program, beside `dotnet hello.dll`.</summary>
internal static class StartRows
{
    private const int Runs = 25;
    private const int Rounds = 50;
    private const int AtOnce = 6;

    public static Row[] All(Places places) =>
        [
            new(
                "start",
                "Cached start, trivial runbook, to its first step, journal included: ≤ 1.5 × `dotnet hello.dll`, "
                    + "≤ 40 MiB, no Roslyn assembly loaded.",
                notes => Start(places, notes, "first-step.csx", "trivial.csx", 1.5)
            ),
            new(
                "start-linq",
                "The same, 12 steps with LINQ and lambdas: ≤ 2.2 ×.",
                notes => Start(places, notes, "twelve-first-step.csx", "twelve.csx", 2.2)
            ),
            new("cold", "Cold compile and start, in-process Roslyn: ≤ 32 ×.", _ => Cold(places)),
            new("cold-at-once", "6 cold starts at once, 50 rounds: no failure.", _ => ColdAtOnce(places)),
        ];

    private static IEnumerable<Finding> Start(
        Places places,
        List<string> notes,
        string first,
        string whole,
        double budget
    )
    {
        var toFirst = places.Runbook("home", "cache", "exec", Places.Script(first), "--non-interactive");
        var toEnd = places.Runbook("home", "cache", "exec", Places.Script(whole), "--non-interactive");
        var plan = places.Runbook("home", "cache", "plan", Places.Script(whole));
        var costs = Pairs.InTurn(Runs, places.Hello, toFirst, toEnd, plan);
        notes.AddRange(Loaded.Notes(places, toEnd));
        return
        [
            .. Pairs.Against(costs[0], costs[1], "to the first step", budget),
            .. Pairs.Memory(places, toFirst, "to the first step", 40),
            .. Pairs.Memory(places, toEnd, "the whole run"),
            .. Pairs
                .Against(costs[0], costs[2], "the whole run", double.NaN)
                .Select(f => f with { Budget = null }),
            .. Pairs
                .Against(costs[0], costs[3], "`plan` only", double.NaN)
                .Select(f => f with { Budget = null }),
            new("`dotnet hello.dll`, wall time", "ms", Spread.Of(costs[0].Select(c => c.Wall)), Runs),
            .. Pairs.Memory(places, places.Hello, "`dotnet hello.dll`"),
        ];
    }

    private static IEnumerable<Finding> Cold(Places places)
    {
        const int runs = 10;
        var hello = new ProcessCost[runs];
        var cold = new ProcessCost[runs];
        for (var run = 0; run < runs; run++)
        {
            hello[run] = ProcessCost.Of(places.Hello);
            cold[run] = Checked(Exec(places, $"cold-{run}"));
        }
        return [.. Pairs.Against(hello, cold, "compile and run", 32)];
    }

    private static IEnumerable<Finding> ColdAtOnce(Places places)
    {
        var walls = new List<double>();
        var failures = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var cache = string.Create(CultureInfo.InvariantCulture, $"at-once-{round}");
            var costs = ProcessCost.OfAll([.. Enumerable.Range(0, AtOnce).Select(_ => Exec(places, cache))]);
            walls.Add(costs.Max(c => c.Wall));
            failures.Add(costs.Count(c => c.ExitCode != 0));
        }
        yield return new("failures in a round of 6", "processes", Spread.Of(failures), Rounds) { Budget = 0 };
        yield return new("failures in all rounds", "processes", Spread.Of([failures.Sum()]), Rounds * AtOnce)
        {
            Budget = 0,
        };
        yield return new("a round", "ms", Spread.Of(walls), Rounds);
    }

    private static Command Exec(Places places, string cache) =>
        places.Runbook("home", cache, "exec", Places.Script("trivial.csx"), "--non-interactive");

    private static ProcessCost Checked(Command command) =>
        ProcessCost.Of(command) is { ExitCode: 0 } cost
            ? cost
            : throw new InvalidOperationException("a cold start failed");
}
