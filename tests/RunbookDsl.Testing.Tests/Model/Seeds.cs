using System.Globalization;

namespace RunbookDsl.Testing.Tests;

/// <summary>
/// How many seeds, and from which on: <c>RUNBOOK_NIGHTLY=1</c> takes the large number,
/// <c>RUNBOOK_SEED</c> the
/// first seed, <c>RUNBOOK_SEEDS</c> the number.
/// </summary>
internal static class Seeds
{
    internal static IEnumerable<int> Of(int ci, int nightly)
    {
        var first = Number("RUNBOOK_SEED") ?? 1;
        var count = Number("RUNBOOK_SEEDS") ?? (Number("RUNBOOK_NIGHTLY") == 1 ? nightly : ci);
        TestContext.Out.WriteLine($"seeds {first} to {first + count - 1}");
        return Enumerable.Range(first, count);
    }

    private static int? Number(string variable) =>
        int.TryParse(
            TestContext.Parameters.Get(variable, Environment.GetEnvironmentVariable(variable)),
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
