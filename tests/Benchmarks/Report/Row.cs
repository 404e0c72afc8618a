namespace Benchmarks.Report;

/// <summary>One budget and how it is measured.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Budget">The budget in words.</param>
/// <param name="Measure">Measures; lines of text go below the table.</param>
internal sealed record Row(string Name, string Budget, Func<List<string>, IEnumerable<Finding>> Measure);
