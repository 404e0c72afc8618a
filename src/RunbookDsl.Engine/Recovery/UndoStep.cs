using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Takes one step back: intent, undo, outcome, a look whether it is gone. Symmetrical to running it.</summary>
internal sealed class UndoStep(RunScope scope, PlannedStep step)
{
    private readonly RunStepContext _context = new(scope, step, scope.Control.Cancel);

    private StepState State => scope.State.Step(step.Id);

    public async Task RunAsync()
    {
        if (State.Phase == StepPhase.InDoubt && !await IsDoneAfterAllAsync().ConfigureAwait(false))
            return;
        if (NothingToDo() is { } why)
        {
            Note(why);
            return;
        }
        if (step.Spec.PointOfNoReturn is { } lost)
            throw Held(
                RunStatus.GuardRefused,
                $"'{step.Id}' is a point of no return: going back loses {lost}. Restore instead."
            );
        if (State.Phase == StepPhase.UndoInDoubt && await IsUndoneAsync().ConfigureAwait(false))
            return;
        await TakeBackAsync().ConfigureAwait(false);
        await LookAsync().ConfigureAwait(false);
    }

    private string? NothingToDo() =>
        State.Phase is StepPhase.UndoInDoubt or StepPhase.UndoFailed ? null
        : State.WasSatisfied ? "it was so before the run"
        : State.IsPutBack ? "it is put back already"
        : step.Action is IPutsBack ? "what it put back stays as it is"
        : step.Action.Effect is EffectClass.ReadOnly or EffectClass.Human ? "it changed nothing"
        : step.Spec.Undo is { IsRefusal: true } refusal ? $"no undo: {refusal.Text}"
        : null;

    private void Note(string why)
    {
        if (step.Action.Effect != EffectClass.ReadOnly)
            scope.Emit(RunEventKind.Note, step, $"left as it is: {why}");
    }

    private async Task<bool> IsDoneAfterAllAsync()
    {
        // Probing writes the outcome when it finds the effect; "not done" leaves nothing to take back.
        var decision = await new Probing(scope, step, _context).InDoubtAsync().ConfigureAwait(false);
        if (decision == ProbeDecision.Done)
            return true;
        Undone("not done, so there is nothing to take back", Outcomes.Satisfied);
        return false;
    }

    private async Task<bool> IsUndoneAsync()
    {
        var probe = await ProbeAsync().ConfigureAwait(false);
        scope.Append(
            Body.Record(
                RecordTypes.UndoProbe,
                step.Id,
                0,
                w =>
                {
                    w.WriteString("state", probe.State.ToString());
                    w.WriteString("evidence", scope.Redactor.Mask(probe.Evidence));
                }
            )
        );
        if (probe.State == ProbeState.Done)
            Undone(probe.Evidence, Outcomes.Reconstructed);
        else if (probe.State != ProbeState.NotDone && step.Action.Effect != EffectClass.Convergent)
            throw Held(
                RunStatus.InDoubt,
                $"The undo of '{step.Id}' was begun and its outcome was never written. The probe says {probe.State}: "
                    + $"{probe.Evidence} Look for yourself, then `runbook resolve {scope.Journal.RunId} {step.Id} --undone "
                    + "--reason \"…\"`, or --rerun."
            );
        return probe.State == ProbeState.Done;
    }

    private async Task TakeBackAsync()
    {
        var undo = step.Spec.Undo?.Run;
        if (undo is null && step.Action.UndoDescription is null)
            throw Held(
                RunStatus.Held,
                $"'{step.Id}' has no undo: {step.Action.Description}. Take it back by hand, then "
                    + $"`runbook resolve {scope.Journal.RunId} {step.Id} --undone --reason \"…\"` and undo again."
            );
        scope.Append(Body.Record(RecordTypes.UndoIntent, step.Id, 0));
        scope.Commit();
        scope.Emit(
            RunEventKind.StepStarted,
            step,
            $"undo: {step.Spec.Undo?.Text ?? step.Action.UndoDescription}"
        );
        try
        {
            await (undo ?? step.Action.RevertAsync)(_context, _context.Result, scope.Control.Cancel)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (JournalException or RunHeldException))
        {
            throw Failed(e);
        }
        Undone(step.Spec.Undo?.Text ?? step.Action.UndoDescription!, Outcomes.Ok);
    }

    private RunHeldException Failed(Exception e)
    {
        var isUnknown = e is OutcomeUnknownException or OperationCanceledException;
        var error = scope.Redactor.Mask(e.Message);
        End(isUnknown ? Outcomes.Unknown : Outcomes.Failed, w => w.WriteString("error", error));
        scope.Emit(isUnknown ? RunEventKind.StepInDoubt : RunEventKind.StepFailed, step, error);
        return Held(
            isUnknown ? RunStatus.InDoubt : RunStatus.Held,
            $"the undo of '{step.Id}' {(isUnknown ? "is in doubt" : "failed")}: {error} Mend it, then "
                + $"`runbook undo {scope.Journal.RunId}` goes on from here."
        );
    }

    // Taken back and yet there: whoever said so was wrong, and the run must not close over it.
    private async Task LookAsync()
    {
        var probe = await ProbeAsync().ConfigureAwait(false);
        if (probe.State is ProbeState.NotDone or ProbeState.Partial or ProbeState.InFlight)
            throw Held(
                RunStatus.Held,
                $"The undo of '{step.Id}' ended, but the probe says {probe.State}: {probe.Evidence} "
                    + $"Take it back by hand, then `runbook resolve {scope.Journal.RunId} {step.Id} --undone --reason \"…\"`."
            );
        scope.Append(
            Body.Record(
                RecordTypes.UndoVerified,
                step.Id,
                0,
                w => w.WriteString("evidence", scope.Redactor.Mask(probe.Evidence))
            )
        );
    }

    // An undo of the author's own has no probe but the author's look at the step: done becomes not done.
    private async Task<Probe> ProbeAsync()
    {
        try
        {
            if (step.Spec.Probe is not { } own)
                return step.Spec.Undo is null
                    ? await step.Action.ProbeUndoAsync(_context, scope.Control.Cancel).ConfigureAwait(false)
                    : Probe.Unknown("the author's undo has no probe");
            var probe = await own.Run(_context, scope.Control.Cancel).ConfigureAwait(false);
            return probe.State switch
            {
                ProbeState.Done => Probe.NotDone($"still there: {probe.Evidence}"),
                ProbeState.NotDone => Probe.Done(probe.Evidence),
                _ => probe,
            };
        }
        catch (Exception e) when (e is not (OperationCanceledException or JournalException))
        {
            return Probe.Unknown($"the probe itself failed: {e.Message}");
        }
    }

    private void Undone(string how, string outcome)
    {
        End(outcome, w => w.WriteString("how", scope.Redactor.Mask(how)));
        scope.Emit(RunEventKind.StepUndone, step, how);
    }

    private void End(string outcome, Action<System.Text.Json.Utf8JsonWriter> more)
    {
        scope.Append(
            Body.Record(
                RecordTypes.UndoOutcome,
                step.Id,
                0,
                w =>
                {
                    w.WriteString("as", outcome);
                    more(w);
                }
            )
        );
        scope.Commit();
    }

    private static RunHeldException Held(RunStatus status, string message) => new(status, message);
}
