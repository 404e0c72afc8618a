using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Folds the plan a run has in force: the one it began with, and those it was migrated to.</summary>
internal static class MigrationFold
{
    /// <summary>Makes the plan in a body the one in force.</summary>
    public static void TakePlan(RunState run, BodyView body)
    {
        run.InForce = body.Text("hash") ?? "";
        run.PlannedBlob = body.Text("blob");
        run.Planned = body.Pairs("steps");
        run.Codes = body.Pairs("codes");
        run.Sources = body.Pairs("sources");
        run.Purpose = body.Text("purpose");
        run.Team = body.Text("team");
        run.WindowLength = body.Milliseconds("windowMs");
        run.ExpectedInline = body.Pairs("expected");
    }

    public static void Migrate(RunState run, JournalRecord record, BodyView body)
    {
        var map = body.Pairs("map");
        var (by, reason) = (body.Text("by") ?? "", body.Text("reason") ?? "");
        run.Migrations.Add(
            new PlanMigration(record.At, by, reason)
            {
                From = body.Text("from") ?? "",
                To = body.Text("to") ?? "",
                Renamed = map,
            }
        );
        foreach (var id in body.Strings("removed"))
            run.Removed.Add(new RemovedStep(id, run.Sources));
        run.Rename(map);
        TakePlan(run, body);
        run.PlanHash = body.Text("to") ?? "";
        run.Title = body.Text("title") ?? run.Title;
        foreach (var step in run.Steps)
            Forget(step);
        foreach (var id in body.Strings("skipped"))
            Skip(run.Step(id), record, $"left out by {by}: {reason}");
        var types = new Dictionary<string, string>(body.Pairs("resultTypes"));
        for (var results = body.Find("results").Items(); results.Next(hasNames: true); )
            Store(run.Step(results.Name), results.Value.Json.ToArray(), null, types);
        foreach (var (id, blob) in body.Pairs("resultBlobs"))
            Store(run.Step(id), default, blob, types);
    }

    // What was agreed, decided and waited for before the step was begun was for the script as it was.
    private static void Forget(StepState step)
    {
        if (step.Phase is not (StepPhase.Planned or StepPhase.Failed or StepPhase.Undone))
            return;
        step.Answers.Clear();
        step.Decisions.Clear();
        step.TimerDue = null;
        step.TimerFired = false;
    }

    private static void Skip(StepState step, JournalRecord record, string reason)
    {
        step.Phase = StepPhase.Skipped;
        step.Reason = reason;
        step.EndedAt = record.At;
        step.OutcomeSeq = record.Seq;
    }

    private static void Store(
        StepState step,
        ReadOnlyMemory<byte> json,
        string? blob,
        Dictionary<string, string> types
    )
    {
        step.ResultJson = json;
        step.ResultBlob = blob;
        step.ResultType = types.GetValueOrDefault(step.Id);
    }
}
