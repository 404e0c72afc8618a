namespace RunbookDsl.Lint;

/// <summary>The rules that only the plan decides, over all paths through it.</summary>
public static class PlanLint
{
    /// <summary>What is wrong with the plan, in the order of its steps.</summary>
    public static IReadOnlyList<PlanFinding> Check(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var findings = new List<PlanFinding>();
        foreach (var rule in RuleSet.All)
        {
            var found = new PlanFindings(rule.Info);
            rule.Look(plan, found);
            findings.AddRange(found.Found);
        }
        return findings;
    }
}
