using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Refuses to go on with another plan than the one in force.</summary>
internal static class DriftCheck
{
    private const int MostTold = 10;

    public static void Check(RunHistory history, RunState state, Plan plan)
    {
        // A run that ended before its plan was durable has executed nothing.
        if (state.PlanHash.Length == 0)
            return;
        var changes = PlanDrift.Compare(history, state, plan);
        if (!changes.IsNone)
            throw Refused(history, plan, changes.Lines());
    }

    private static ScriptChangedException Refused(
        RunHistory history,
        Plan plan,
        IReadOnlyList<string> differences
    ) =>
        new(
            $"{plan.ScriptPath} no longer says what it said when run {history.RunId} began: "
                + $"{string.Join("; ", differences.Take(MostTold))}"
                + $"{(differences.Count > MostTold ? $"; and {differences.Count - MostTold} more" : "")}. Nothing "
                + $"was executed. `runbook resume {history.RunId} --pinned` goes on with the script as it was; "
                + $"`runbook resume {history.RunId} --migrate --reason \"…\"` goes on with it as it is now.",
            differences
        );
}
