namespace RunbookDsl.Engine;

/// <summary>
/// One step, in the order that everything else relies on: conditions, time, guards, probe, confirmation, intent, run,
/// outcome, verification. Where it begins is decided by what the journal says of the step.
/// </summary>
internal sealed class StepExecution(RunScope scope, PlannedStep step)
{
    private StepState State => scope.State.Step(step.Id);

    public async Task RunAsync()
    {
        var context = new RunStepContext(scope, step, scope.Control.Cancel);
        if (
            await IsToBeRunAsync(context).ConfigureAwait(false)
            && await IsPreparedAsync(context).ConfigureAwait(false)
        )
            await new Attempts(scope, step).RunAsync().ConfigureAwait(false);
        if (State.Phase == StepPhase.Ok)
            await new Verification(scope, step).RunAsync().ConfigureAwait(false);
    }

    private async Task<bool> IsToBeRunAsync(RunStepContext context)
    {
        switch (State.Phase)
        {
            case StepPhase.Verified or StepPhase.Skipped or StepPhase.Ok:
                return false;
            case StepPhase.UndoInDoubt or StepPhase.UndoFailed:
                throw Held(
                    $"the undo of '{step.Id}' is not finished: go on with `runbook undo {scope.Journal.RunId}` first."
                );
            case StepPhase.Failed when !MayRedrive:
                throw Held(
                    $"'{step.Id}' failed: {State.Reason}. A second run could do harm ({step.Action.Effect}): look, then "
                        + $"`runbook resume {scope.Journal.RunId} --from-failed`, or `runbook resolve {scope.Journal.RunId} "
                        + $"{step.Id} --done | --skip --reason \"…\"`."
                );
            case StepPhase.InDoubt:
                scope.Emit(RunEventKind.StepReached, step, "interrupted; looking at the world");
                return await new Probing(scope, step, context).InDoubtAsync().ConfigureAwait(false)
                    == ProbeDecision.Run;
            case StepPhase.Planned when IsSuspect:
                return await new Probing(scope, step, context).InDoubtAsync().ConfigureAwait(false)
                    == ProbeDecision.Run;
            default:
                return true;
        }
    }

    private bool IsSuspect =>
        scope.State.NextIsSuspect && step.Action.Effect is not (EffectClass.ReadOnly or EffectClass.Human);

    private bool MayRedrive =>
        scope.Request.FromFailed
        || step.Spec.Retry is not null
        || step.Action.Effect is EffectClass.ReadOnly or EffectClass.Convergent or EffectClass.Human
        || (step.Action.Effect == EffectClass.Additive && step.Action.CanRepair);

    private async Task<bool> IsPreparedAsync(RunStepContext context)
    {
        var preparation = new Preparation(scope, step, context);
        if (!preparation.IsWanted())
            return false;
        scope.Emit(RunEventKind.StepReached, step, step.Action.Description);
        await preparation.AwaitTimeAsync().ConfigureAwait(false);
        await preparation.GuardAsync().ConfigureAwait(false);
        if (State.Phase != StepPhase.InDoubt && !await IsNotYetDoneAsync(context).ConfigureAwait(false))
            return false;
        await preparation.ConfirmAsync().ConfigureAwait(false);
        return true;
    }

    private async Task<bool> IsNotYetDoneAsync(RunStepContext context) =>
        await new Probing(scope, step, context).BeforeRunAsync().ConfigureAwait(false) == ProbeDecision.Run;

    private static RunHeldException Held(string message) => new(RunStatus.Held, message);
}
