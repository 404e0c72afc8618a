using Benchmarks.Measuring;
using Benchmarks.Report;

namespace Benchmarks.Rows;

/// <summary>Runs programs in turn, A B C A B C, so that a noisy moment hits all of them.</summary>
internal static class Pairs
{
    public static ProcessCost[][] InTurn(int runs, params Command[] commands)
    {
        foreach (var command in commands)
            Once(command);
        var costs = Array.ConvertAll(commands, _ => new ProcessCost[runs]);
        for (var run = 0; run < runs; run++)
        for (var i = 0; i < commands.Length; i++)
            costs[i][run] = Once(commands[i]);
        return costs;
    }

    /// <summary>A program's ratio to the baseline in wall and processor time, and its memory.</summary>
    public static IEnumerable<Finding> Against(
        ProcessCost[] baseline,
        ProcessCost[] measured,
        string what,
        double budget
    )
    {
        yield return new(
            $"{what}, processor time",
            "× hello",
            Spread.Ratio(measured.Select(c => c.Processor), baseline.Select(c => c.Processor)),
            measured.Length
        )
        {
            Budget = budget,
        };
        yield return new(
            $"{what}, wall time",
            "× hello",
            Spread.Ratio(measured.Select(c => c.Wall), baseline.Select(c => c.Wall)),
            measured.Length
        )
        {
            Budget = budget,
        };
        yield return new(
            $"{what}, wall time",
            "ms",
            Spread.Of(measured.Select(c => c.Wall)),
            measured.Length
        );
    }

    /// <summary>Nothing where GNU time is not installed.</summary>
    public static IEnumerable<Finding> Memory(
        Places places,
        Command command,
        string what,
        double? budget = null
    )
    {
        const int runs = 10;
        if (!PeakMemory.IsKnown)
            yield break;
        var file = Path.Combine(places.Scratch, "peak");
        var peaks = Enumerable.Range(0, runs).Select(_ => PeakMemory.Of(command, file));
        yield return new($"{what}, peak memory", "MiB", Spread.Of(peaks), runs) { Budget = budget };
    }

    private static ProcessCost Once(Command command)
    {
        var cost = ProcessCost.Of(command);
        return cost.ExitCode == 0
            ? cost
            : throw new InvalidOperationException(
                $"{string.Join(' ', command.Words)} ended with {cost.ExitCode}"
            );
    }
}
