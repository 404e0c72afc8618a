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

    /// <summary>What is off, with the child run it belongs to where that is not this one.</summary>
    public static string Names(IReadOnlyList<OffStep> off, RunScope scope) =>
        string.Join(
            ", ",
            off.Select(o =>
                o.RunId == scope.Journal.RunId ? o.Step.Id : $"{o.Step.Id} of child run {o.RunId}"
            )
        );

    /// <summary>The run that a command for all of these names; a word where they are of several.</summary>
    public static string RunOf(IReadOnlyList<OffStep> off) =>
        off.All(o => o.RunId == off[0].RunId) ? off[0].RunId : "RUN";

    public static string Settle(RunScope scope, PlannedStep step) =>
        "Look for yourself, then settle it: "
        + $"`runbook resolve {scope.Journal.RunId} {step.Id} --done | --rerun | --undone | --skip --reason "
        + $"\"…\"`.";
}
