using System.Globalization;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>How often a fault is tried, and with which seed.</summary>
internal static class Rounds
{
    /// <param name="usual">On every build.</param>
    /// <param name="nightly">With RUNBOOK_NIGHTLY=1. RUNBOOK_ROUNDS says any other number.</param>
    public static int Of(int usual, int nightly)
    {
        var asked = Environment.GetEnvironmentVariable("RUNBOOK_ROUNDS");
        if (asked is { Length: > 0 })
            return int.Parse(asked, CultureInfo.InvariantCulture);
        return Environment.GetEnvironmentVariable("RUNBOOK_NIGHTLY") == "1" ? nightly : usual;
    }

    /// <summary>Printed, so that a failure can be had again with RUNBOOK_SEED.</summary>
    public static int Seed()
    {
        var asked = Environment.GetEnvironmentVariable("RUNBOOK_SEED");
        var seed = asked is { Length: > 0 }
            ? int.Parse(asked, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        return seed;
    }
}
