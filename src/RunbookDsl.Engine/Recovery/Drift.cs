using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Compares the plan a run began with to the plan of today. Comments and white space never differ.
/// </summary>
internal static class Drift
{
    public static void Check(RunHistory history, RunState state, Plan plan)
    {
        // A run that ended before its plan was durable has executed nothing.
        if (state.PlanHash.Length == 0 || state.PlanHash == plan.Hash)
            return;
        var differences = Differences(PlannedSteps.Of(history, state), plan);
        if (differences.Count == 0)
            differences.Add("the title, the window or a parameter changed");
        throw new ScriptChangedException(
            $"{plan.ScriptPath} no longer says what it said when run {history.RunId} began: "
                + $"{string.Join("; ", differences.Take(10))}"
                + $"{(differences.Count > 10 ? $"; and {differences.Count - 10} more" : "")}. Nothing was "
                + $"executed. Put the script back as it was "
                + $"(archived in {Path.Combine(history.Location, "script")}) and resume, or undo the run "
                + $"with it.",
            differences
        );
    }

    private static List<string> Differences(IReadOnlyList<KeyValuePair<string, string>> before, Plan plan)
    {
        var known = before.ToDictionary(p => p.Key, p => p.Value);
        var differences = new List<string>();
        foreach (var step in plan.Steps)
        {
            if (!known.Remove(step.Id, out var fingerprint))
                differences.Add($"added '{step.Id}'");
            else if (fingerprint != step.Fingerprint)
                differences.Add($"changed '{step.Id}'");
        }
        differences.AddRange(known.Keys.Select(id => $"removed '{id}'"));
        return differences;
    }
}
