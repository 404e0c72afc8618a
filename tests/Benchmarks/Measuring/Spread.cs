using System.Globalization;

namespace Benchmarks.Measuring;

/// <summary>The spread of one figure over all runs.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[^1]);
    }

    /// <summary>Each run against the run of the baseline beside it.</summary>
    public static Spread Ratio(IEnumerable<double> values, IEnumerable<double> baseline) =>
        Of(values.Zip(baseline, (a, b) => a / b));

    public override string ToString() => $"{Short(Min)} / **{Short(Median)}** / {Short(Max)}";

    private static string Short(double value) =>
        value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
