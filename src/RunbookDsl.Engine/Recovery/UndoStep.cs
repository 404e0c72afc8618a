using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Takes one step back: intent, undo, outcome, a look whether it is gone. Symmetrical to running it.
/// </summary>
internal sealed class UndoStep(RunScope scope, PlannedStep step)
{
    private readonly RunStepContext _context = new(scope, step, scope.Control.Cancel) { IsUndo = true };
    private readonly RunStepContext _forward = new(scope, step, scope.Control.Cancel);

    private readonly UndoLook _look = new(scope, step);

    private StepState State => scope.State.Step(step.Id);

    public async Task RunAsync()
    {
        using var printing = PrintingStep.Begin(scope, step);
        if (State.IsUndoUnverified)
        {
            await _look.VerifyAsync().ConfigureAwait(false);
            return;
        }
        if (IsUncertain && !await IsThereAsync().ConfigureAwait(false))
            return;
        if (NothingToDo() is { } why)
        {
            Leave(why);
            return;
        }
        if (step.Spec.PointOfNoReturn is { } lost && State.Phase is StepPhase.Ok or StepPhase.Verified)
            throw Held(
                RunStatus.GuardRefused,
                $"'{step.Id}' is a point of no return: going back loses {Sentence.Of(lost)} Restore instead."
            );
        var isUndone = State.Phase == StepPhase.UndoInDoubt && await IsUndoneAsync().ConfigureAwait(false);
        if (!isUndone)
            await TakeBackAsync().ConfigureAwait(false);
        if (State.IsUndoUnverified)
            await _look.VerifyAsync().ConfigureAwait(false);
    }

    private bool IsUncertain =>
        step.IsMutating()
        && step.Action is not (IPutsBack or ChildRunOperation)
        && (
            State.Phase is StepPhase.InDoubt or StepPhase.Failed
            || (State.Phase == StepPhase.Skipped && State.IsTouched)
        );

    private string? NothingToDo() =>
        State.Phase is StepPhase.UndoInDoubt or StepPhase.UndoFailed ? null
        : !step.IsMutating() ? "it changed nothing"
        : State.Decisions.ContainsValue(false) ? "it was left out"
        : State.WasSatisfied ? "it was so before the run"
        : State.IsPutBack ? "it is put back already"
        : step.Action is IPutsBack ? "what it put back stays as it is"
        : step.Spec.Undo is { IsRefusal: true } refusal ? $"no undo: {refusal.Text}"
        : null;

    // What has no undo stays done, so that going on again does not do it twice; everything else counts as
    // never run.
    private void Leave(string why)
    {
        if (step.Spec.Undo is not { IsRefusal: true } || !step.IsMutating() || step.Action is IPutsBack)
            Record(Outcomes.Satisfied, why);
        if (step.Action.Effect != EffectClass.ReadOnly)
            scope.Emit(RunEventKind.Note, step, $"left as it is: {why}");
    }

    /// <summary>Looks whether an attempt without a good outcome has left its effect.</summary>
    private async Task<bool> IsThereAsync()
    {
        var probe = await new Probing(scope, step, _forward).DoubtfulAsync().ConfigureAwait(false);
        switch (probe.State)
        {
            case ProbeState.Done:
                var records = new OutcomeRecords(scope, step, _forward);
                records.Ended(Outcomes.Reconstructed, probe.Result, [probe.Evidence]);
                return true;
            case ProbeState.NotDone:
                Undone("not done, so there is nothing to take back", Outcomes.Satisfied);
                return false;
            case ProbeState.Partial when step.CanRepair():
                await ClearAsync(probe).ConfigureAwait(false);
                return false;
            // Putting the captured value back does no harm where nothing had changed.
            case ProbeState.Unknown or ProbeState.Partial when IsHarmlessToTakeBack:
                return true;
            case ProbeState.Unknown when State.Phase == StepPhase.Failed && !State.IsTemporary:
                scope.Emit(
                    RunEventKind.Note,
                    step,
                    $"it failed, and nothing is known to be left of it: {State.Reason}"
                );
                return false;
            default:
                throw Held(
                    RunStatus.InDoubt,
                    $"'{step.Id}' is in doubt: {Sentence.Of(State.Reason ?? "")} The probe says "
                        + $"{probe.State}: "
                        + $"{Sentence.Of(probe.Evidence)} {Messages.Settle(scope, step)}"
                );
        }
    }

    private bool IsHarmlessToTakeBack =>
        step.Action.Effect == EffectClass.Convergent
        && step.Spec.Undo is not { IsRefusal: true }
        && (step.Spec.Undo ?? (object?)step.Action.UndoDescription) is not null;

    private async Task ClearAsync(Probe probe)
    {
        Intend();
        await step.RepairAsync(_forward, scope.Control.Cancel).ConfigureAwait(false);
        Undone($"cleared what an unfinished attempt left: {probe.Evidence}", Outcomes.Reconstructed);
    }

    /// <summary>What is known of an undo that was begun and has no outcome; true when it is done.</summary>
    private async Task<bool> IsUndoneAsync()
    {
        if (State.UndoHandle is { Length: > 0 } handle && step.Spec.Undo?.Attach is { } attach)
        {
            scope.Emit(RunEventKind.Waiting, step, $"the undo is taken up where it runs: {handle}");
            if (
                await EndAsync(attach(_context, handle, scope.Control.Cancel), isAttached: true)
                    .ConfigureAwait(false)
            )
                return true;
        }
        var probe = await _look.AfterInterruptionAsync(_context).ConfigureAwait(false);
        if (probe.State == ProbeState.Done)
            Undone(probe.Evidence, Outcomes.Reconstructed);
        return probe.State == ProbeState.Done;
    }

    private async Task TakeBackAsync()
    {
        var undo = step.Spec.Undo?.Run;
        if (undo is null && step.Action.UndoDescription is null)
            throw Held(
                RunStatus.Held,
                $"'{step.Id}' has no undo: {step.Action.Description}. Take it back by hand, then "
                    + $"`runbook resolve {scope.Journal.RunId} {step.Id} --undone --reason \"…\"` and undo "
                    + $"again."
            );
        await LostBefore.RefuseAsync(scope, step.Id, _context).ConfigureAwait(false);
        // Read before anything is begun: a result that cannot be read holds the undo as it is.
        var result = _context.Result;
        Intend();
        scope.Emit(
            RunEventKind.StepStarted,
            step,
            $"undo: {step.Spec.Undo?.Text ?? step.Action.UndoDescription}"
        );
        await EndAsync(Begin(undo ?? step.Action.RevertAsync, result)).ConfigureAwait(false);
    }

    private async Task Begin(Func<StepContext, object?, CancellationToken, Task> undo, object? result) =>
        await undo(_context, result, scope.Control.Cancel).ConfigureAwait(false);

    // An undo that was cancelled and does not stop may still be at work: nobody looks then.
    private async Task<bool> EndAsync(Task running, bool isAttached = false)
    {
        try
        {
            var cancel = scope.Control.Cancel;
            if (!await Patience.EndsAsync(running, scope.Services, cancel).ConfigureAwait(false))
                throw new OutcomeUnknownException(
                    "the operator cancelled it and it did not stop within "
                        + $"{Durations.Text(scope.Services.CancelPatience)}; it may still be at work"
                );
            await running.ConfigureAwait(false);
        }
        // Whoever was asked by the handle cannot tell: the probe is next.
        catch (OutcomeUnknownException) when (isAttached && running.IsCompleted)
        {
            return false;
        }
        catch (Exception e) when (e is not (JournalException or RunHeldException))
        {
            throw Failed(e);
        }
        Undone(step.Spec.Undo?.Text ?? step.Action.UndoDescription!, Outcomes.Ok);
        return true;
    }

    private void Intend()
    {
        var before = State.Phase;
        scope.Append(Body.Record(RecordTypes.UndoIntent, step.Id, 0));
        scope.Commit();
        if (scope.Journal.SpaceExhausted)
            throw NotBegun(before);
    }

    // The intent is durable only because the reserve was given up: nothing was taken back.
    private RunHeldException NotBegun(StepPhase before)
    {
        scope.Append(
            Body.Record(
                RecordTypes.UndoResolved,
                step.Id,
                0,
                w =>
                {
                    w.WriteString("as", "not-begun");
                    w.WriteString("was", before.ToString());
                    w.WriteString("by", "runbook");
                    w.WriteString("reason", "the journal's disk was full");
                }
            )
        );
        scope.Commit();
        return new RunHeldException(
            RunStatus.Held,
            $"The journal's disk is full: free some space, then `runbook undo {scope.Journal.RunId}` goes on. "
                + $"The undo of '{step.Id}' was not begun."
        )
        {
            IsJournalFull = true,
        };
    }

    private RunHeldException Failed(Exception e)
    {
        var isUnknown = e is OutcomeUnknownException or OperationCanceledException or TimeoutException;
        var error = scope.Redactor.Mask(e.Message);
        End(
            isUnknown ? Outcomes.Unknown : Outcomes.Failed,
            w =>
            {
                w.WriteString("error", error);
                w.Flag("proven", e is OperationFailedException);
            }
        );
        scope.Emit(isUnknown ? RunEventKind.StepInDoubt : RunEventKind.StepFailed, step, error);
        return Held(
            isUnknown ? RunStatus.InDoubt : RunStatus.Held,
            $"The undo of '{step.Id}' {(isUnknown ? "is in doubt" : "failed")}: {Sentence.Of(error)} Mend "
                + $"it, then "
                + $"`runbook undo {scope.Journal.RunId}` goes on from here."
        );
    }

    private void Record(string outcome, string how) =>
        Append(outcome, w => w.WriteString("how", scope.Redactor.Mask(how)));

    private void Undone(string how, string outcome)
    {
        End(outcome, w => w.WriteString("how", scope.Redactor.Mask(how)));
        scope.Emit(RunEventKind.StepUndone, step, how);
    }

    private void End(string outcome, Action<BodyWriter> more)
    {
        var record = Ended(outcome, more);
        var hasHappened = State.Phase == StepPhase.UndoInDoubt;
        try
        {
            scope.Append(record);
            scope.Commit();
        }
        catch (JournalException e) when (hasHappened)
        {
            throw new OutcomeSpill(scope, step).Keep(record, e);
        }
    }

    private void Append(string outcome, Action<BodyWriter> more) => scope.Append(Ended(outcome, more));

    private JournalRecord Ended(string outcome, Action<BodyWriter> more) =>
        Body.Record(
            RecordTypes.UndoOutcome,
            step.Id,
            0,
            w =>
            {
                w.WriteString("as", outcome);
                more(w);
            }
        );

    private static RunHeldException Held(RunStatus status, string message) => new(status, message);
}
