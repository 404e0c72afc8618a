namespace RunbookDsl.Lint;

/// <summary>The rules that only the plan decides, over all paths through it.</summary>
public static class PlanLint
{
    /// <summary>What is wrong with the plan, in the order of its steps.</summary>
    public static IReadOnlyList<PlanFinding> Check(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [];
    }
}
