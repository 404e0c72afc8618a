namespace RunbookDsl.Testing;

/// <summary>What can happen in a runbook, and what of it was rehearsed.</summary>
/// <param name="Runbook">The runbook's name.</param>
/// <param name="Rows">All cells, in the order of the plan.</param>
public sealed record CoverageReport(string Runbook, IReadOnlyList<CoverageRow> Rows)
{
    /// <summary>How many cells there are.</summary>
    public int Declared => Rows.Count;

    /// <summary>How many of them were rehearsed.</summary>
    public int Rehearsed => Rows.Count(r => r.IsRehearsed);

    /// <summary>Whole percent, rounded down; 100 when there is nothing to rehearse.</summary>
    public int Percent => PercentOf(Rehearsed, Declared);

    /// <summary>What no rehearsal saw.</summary>
    public IReadOnlyList<CoverageCell> Missing => [.. Rows.Where(r => !r.IsRehearsed).Select(r => r.Cell)];

    /// <summary>For a terminal: at most 80 columns, lines ending with LF.</summary>
    public string Text() => CoverageText.Of(this);

    /// <summary>For programs: names are stable, they are only ever added to.</summary>
    public string Json() => CoverageJson.Of(this);

    /// <summary>For a browser: one file that needs no other.</summary>
    public string Html() => CoverageHtml.Of(this);

    /// <summary>What keeps this coverage from being enough; empty when it is.</summary>
    /// <param name="minimum">Percent that must be rehearsed or allowed, 0 to 100.</param>
    /// <param name="allowed">What need not be rehearsed.</param>
    /// <param name="today">The day on which entries are in force.</param>
    public IReadOnlyList<string> Gate(int minimum, AllowList allowed, DateOnly today) =>
        new CoverageGate(this, allowed, today).Check(minimum);

    internal static int PercentOf(int part, int whole) => whole == 0 ? 100 : (int)(100L * part / whole);
}
