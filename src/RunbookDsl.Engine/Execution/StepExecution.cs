using System.Runtime.CompilerServices;

namespace RunbookDsl.Engine;

/// <summary>
/// One step from where the journal left it: conditions, time, guards, probe, confirmation, intent, run,
/// outcome, verify.
/// </summary>
internal sealed class StepExecution(RunScope scope, PlannedStep step)
{
    private StepState State => scope.State.Step(step.Id);

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task RunAsync()
    {
        using var printing = PrintingStep.Begin(scope, step);
        var context = new RunStepContext(scope, step, scope.Control.Cancel);
        if (IsToBeRun())
        {
            var isInDoubt = State.Phase == StepPhase.InDoubt;
            // What it may have left half done is looked at by nobody else meanwhile.
            if (isInDoubt)
                await scope.Locks.TakeAsync(step).ConfigureAwait(false);
            // What was cut off goes on with its series; what somebody begins again has all its attempts.
            var first = isInDoubt || State.RetryDue is not null ? State.Tried + 1 : 1;
            var decision = isInDoubt ? await DoubtAsync(context).ConfigureAwait(false) : ProbeDecision.Run;
            if (State.RetryDue is not null && !isInDoubt)
                await new RetryWait(scope, step).GoOnAsync().ConfigureAwait(false);
            if (decision != ProbeDecision.Done && !IsGoneOnWith(isInDoubt))
                decision = await PrepareAsync(context, decision, isInDoubt).ConfigureAwait(false);
            if (decision != ProbeDecision.Done)
                await new Attempts(scope, step).RunAsync(decision, first).ConfigureAwait(false);
        }
        if (State.Phase == StepPhase.Ok)
            await new Verification(scope, step).RunAsync().ConfigureAwait(false);
    }

    /// <summary>Whether a step that is known to have failed may simply be tried again.</summary>
    public static bool MayRunAgain(PlannedStep step) =>
        step.Spec.Retry is not null
        || step.Action.Effect is EffectClass.ReadOnly or EffectClass.Convergent or EffectClass.Human
        || (step.Action.Effect == EffectClass.Additive && step.CanRepair());

    private bool IsToBeRun() =>
        State.Phase switch
        {
            StepPhase.Verified or StepPhase.Skipped or StepPhase.Ok => false,
            StepPhase.Failed when State.RetryDue is null && !scope.Request.FromFailed && !MayRunAgain(step) =>
                throw new RunHeldException(
                    RunStatus.Held,
                    $"'{step.Id}' failed: {Sentence.Of(State.Reason ?? "nobody knows why")} A second run "
                        + $"could do harm "
                        + $"({step.Action.Effect}): look, then `runbook resume {scope.Journal.RunId} "
                        + $"--from-failed`, or "
                        + $"`runbook resolve {scope.Journal.RunId} {step.Id} --done | --skip --reason \"…\"`."
                ),
            _ => true,
        };

    // A child run that was named was let in by guard and question: what is asked further is the child's.
    private bool IsGoneOnWith(bool isInDoubt) =>
        isInDoubt && step.Action.HasOwnRun && State.Child is not null;

    private Task<ProbeDecision> DoubtAsync(RunStepContext context)
    {
        if (State.Handle is { Length: > 0 } handle && step.CanAttach())
            return new Attempts(scope, step).AttachAsync(handle);
        scope.Emit(RunEventKind.StepReached, step, "interrupted; looking at the world");
        return new Probing(scope, step, context).InDoubtAsync();
    }

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private async Task<ProbeDecision> PrepareAsync(
        RunStepContext context,
        ProbeDecision decision,
        bool isInDoubt
    )
    {
        var preparation = new Preparation(scope, step, context);
        if (!preparation.IsWanted())
            return ProbeDecision.Done;
        scope.Emit(RunEventKind.StepReached, step, step.Action.Description);
        await preparation.AwaitTimeAsync().ConfigureAwait(false);
        await scope.Locks.TakeAsync(step).ConfigureAwait(false);
        await preparation.GuardAsync().ConfigureAwait(false);
        if (!isInDoubt)
            decision = await new Probing(scope, step, context).BeforeRunAsync().ConfigureAwait(false);
        if (decision == ProbeDecision.Done)
            return decision;
        await preparation.ConfirmAsync().ConfigureAwait(false);
        preparation.CheckInputs();
        scope.Control.Stop.ThrowIfCancellationRequested();
        return decision;
    }
}
