namespace Benchmarks;

/// <summary>Minimum, median and maximum.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1
            ? sorted[sorted.Count / 2]
            : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    public static string Text(IReadOnlyCollection<double> values, string format = "F1") =>
        $"{values.Min().ToString(format)} / {Median(values).ToString(format)} / {values.Max().ToString(format)}";

    /// <summary>Runs the two in turn, A B A B …, after one warm-up each, so that both see the same machine.</summary>
    public static (List<Sample> A, List<Sample> B) Pairs(Launch a, Launch b, int runs)
    {
        a.Run();
        b.Run();
        var samples = (A: new List<Sample>(), B: new List<Sample>());
        for (var i = 0; i < runs; i++)
        {
            samples.A.Add(Good(a.Run()));
            samples.B.Add(Good(b.Run()));
        }
        return samples;
    }

    public static string Row(string name, List<Sample> own, List<Sample> other, string budget)
    {
        var ratios = own.Zip(other, (a, b) => a.Wall / b.Wall).ToList();
        return $"| {name} | {Text([.. own.Select(s => s.Wall)])} | {Text([.. other.Select(s => s.Wall)])} "
            + $"| {Text(ratios, "F2")} | {Median(own.Select(s => s.Memory)):F1} MiB | {budget} |";
    }

    private static Sample Good(Sample sample) =>
        sample.ExitCode == 0
            ? sample
            : throw new InvalidOperationException(
                $"a measured program ended with exit code {sample.ExitCode}"
            );
}
