namespace RunbookDsl.Engine;

/// <summary>Sentences that more than one place says.</summary>
internal static class Messages
{
    public static string AfterFailure(RunScope scope, PlannedStep step)
    {
        var run = scope.Journal.RunId;
        var again = StepExecution.MayRunAgain(step) ? "" : " --from-failed";
        return $"Then: `runbook resume {run}{again}` tries again, `runbook resolve {run} {step.Id} "
            + $"--skip --reason \"…\"` leaves it out, `runbook undo {run}` goes back.";
    }

    public static string LeftBehind(RunScope scope, PlannedStep step, string why) =>
        $"'{step.Id}' is in doubt: {Sentence.Of(why)} Make sure that it has ended, then "
        + $"`runbook resume {scope.Journal.RunId}` looks at the world.";

    public static string Settle(RunScope scope, PlannedStep step) =>
        "Look for yourself, then settle it: "
        + $"`runbook resolve {scope.Journal.RunId} {step.Id} --done | --rerun | --undone | --skip --reason "
        + $"\"…\"`.";
}
