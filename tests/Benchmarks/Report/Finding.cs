using System.Globalization;
using Benchmarks.Measuring;

namespace Benchmarks.Report;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Unit">The figures' unit.</param>
/// <param name="Figures">Its spread.</param>
/// <param name="Runs">How many runs.</param>
internal sealed record Finding(string What, string Unit, Spread Figures, int Runs)
{
    /// <summary>The most that the median may be; null where a figure only explains another.</summary>
    public double? Budget { get; init; }

    public string Limit => Budget is { } most ? string.Create(CultureInfo.InvariantCulture, $"≤ {most}") : "";

    public string Verdict =>
        Budget is not { } most ? ""
        : Figures.Median <= most ? "met"
        : "**missed**";
}
