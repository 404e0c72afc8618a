namespace RunbookDsl.Engine;

/// <summary>While a way back is open nothing is begun forward, in no branch.</summary>
internal static class OpenUndo
{
    /// <summary>Why nothing may be begun; null when nothing is open.</summary>
    public static RunHeldException? Refusal(RunScope scope)
    {
        var run = scope.Journal.RunId;
        foreach (var step in scope.Plan.Steps)
            if (IsOpen(scope.State.Step(step.Id)))
                return new RunHeldException(
                    RunStatus.Held,
                    $"The undo of '{step.Id}' is not finished: go on with `runbook undo {run}` first."
                );
        return scope.State.IsUndoOpen
            ? new RunHeldException(
                RunStatus.Held,
                $"This run is being taken back, and that was interrupted. Nothing was begun. `runbook undo {run}` "
                    + $"goes on with it; `runbook undo {run} --to STEP` ends it at the last step that stands, "
                    + "and then a resume goes forward."
            )
            : null;
    }

    private static bool IsOpen(StepState step) =>
        step.IsUndoUnverified || step.Phase is StepPhase.UndoInDoubt or StepPhase.UndoFailed;
}
