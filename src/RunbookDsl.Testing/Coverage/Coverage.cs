namespace RunbookDsl.Testing;

/// <summary>What of a runbook has been rehearsed, and what never has.</summary>
public static class Coverage
{
    /// <summary>
    /// Holds everything the plan says can happen against what did happen. A step that only code makes ask,
    /// hang or be cut off is known from the rehearsals themselves.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="results">All rehearsals; none covers nothing.</param>
    public static CoverageReport Of(Plan plan, IReadOnlyList<RehearsalResult> results)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(results);
        var seen = new RehearsedCells(results);
        var rows = new DeclaredCells(plan, seen)
            .All()
            .DistinctBy(c => c.Cell.Name)
            .Select(c => new CoverageRow(c.Cell, c.IsSeen()))
            .ToList();
        return new CoverageReport(Path.GetFileNameWithoutExtension(plan.ScriptPath), rows);
    }
}
