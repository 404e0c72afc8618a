using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// What was begun on another machine and has no outcome: no lock of this machine tells whether it is still
/// at work, so only a person can.
/// </summary>
internal static class OtherMachines
{
    /// <summary>Why the run has to be held; null when everything that is open was begun here.</summary>
    public static string? MayBeAtWork(RunHistory history, RunState state)
    {
        foreach (var step in state.Steps)
            if (
                step.Phase is StepPhase.InDoubt or StepPhase.UndoInDoubt
                && step.IntentEpoch >= state.EndedBefore
                && OwnerOf(history, step.IntentEpoch) is { } owner
            )
                return $"'{step.Id}' was begun by {owner} and has no outcome: it may still be running on "
                    + $"host {owner.Host} (pid {owner.Pid}), which this machine cannot see. Nothing was begun. Look "
                    + $"there that nothing of it is at work any more, then `runbook resume {history.RunId} "
                    + $"--old-attempt-ended --reason \"…\"`; or resume it on {owner.Host}.";
        return null;
    }

    private static Owner? OwnerOf(RunHistory history, int epoch) =>
        epoch > 0 && epoch <= history.Elsewhere.Count ? history.Elsewhere[epoch - 1] : null;
}
