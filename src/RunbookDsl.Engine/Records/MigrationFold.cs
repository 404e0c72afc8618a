namespace RunbookDsl.Engine;

/// <summary>Folds the plan a run has in force: the one it began with, and those it was migrated to.</summary>
internal static class MigrationFold
{
    /// <summary>Makes the plan in a body the one in force.</summary>
    public static void TakePlan(RunState run, BodyView body)
    {
        run.PlannedBlob = body.Text("blob");
        run.Planned = body.Pairs("steps");
        run.Codes = body.Pairs("codes");
        run.Sources = body.Pairs("sources");
    }
}
