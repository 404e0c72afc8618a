using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Takes steps back, the last one first, until nothing is left or one cannot be taken back.
/// </summary>
internal sealed class UndoExecution(RunScope scope, string? downTo)
{
    public async Task<RunResult> RunAsync()
    {
        using var watch = new CancelWatch(scope);
        watch.Look();
        if (await WorkAsync(watch).ConfigureAwait(false) is { } held)
            return held;
        watch.Settle();
        return downTo is null
            ? Close()
            : Pause(RunStatus.Paused, $"Everything after '{downTo}' is taken back.");
    }

    private async Task<RunResult?> WorkAsync(CancelWatch watch)
    {
        try
        {
            var order = Order();
            RefusePointOfNoReturn(order);
            foreach (var step in order)
            {
                if (scope.Control.Stop.IsCancellationRequested)
                    throw new RunHeldException(
                        RunStatus.Aborted,
                        $"Stopped by the operator before '{step.Id}' was taken back."
                    );
                if (scope.Journal.Halt is { } halt)
                    throw scope.Journal.SpaceExhausted ? NoRoom(step) : Halted(step, halt);
                await TakeBackAsync(step).ConfigureAwait(false);
            }
        }
        catch (RunHeldException e)
        {
            watch.Settle();
            return Pause(e.Status, e.Message) with { Child = e.Child, IsJournalFull = e.IsJournalFull };
        }
        return null;
    }

    private static RunHeldException Halted(PlannedStep next, JournalHalt halt) =>
        new(
            halt.IsTrouble ? RunStatus.Held : RunStatus.Paused,
            $"Stopped before '{next.Id}' was taken back. {halt.Reason}"
        )
        {
            IsJournalFull = halt.IsTrouble,
        };

    private RunHeldException NoRoom(PlannedStep next) =>
        new(
            RunStatus.Held,
            $"The journal's disk is full: free some space, then `runbook undo {scope.Journal.RunId}` goes on "
                + $"with '{next.Id}', which was not begun to be taken back."
        )
        {
            IsJournalFull = true,
        };

    private async Task TakeBackAsync(PlannedStep step)
    {
        using var atWork = scope.Services.Pause.Enter(step.Id);
        try
        {
            await scope.Locks.TakeAsync(step).ConfigureAwait(false);
            await new UndoStep(scope, step).RunAsync().ConfigureAwait(false);
            scope.Locks.Done(step);
        }
        catch (Exception e) when (e is not (RunHeldException or JournalException))
        {
            var isStop = e is OperationCanceledException && scope.Control.Stop.IsCancellationRequested;
            throw new RunHeldException(
                isStop ? RunStatus.Aborted : RunStatus.Held,
                isStop
                    ? $"Stopped by the operator while '{step.Id}' was taken back."
                    : $"'{step.Id}' could not be taken back: {Sentence.Of(e.Message)}"
            );
        }
    }

    private List<PlannedStep> Order()
    {
        var keep = downTo is null ? 0 : Kept(downTo);
        RemovedSteps.Check(scope);
        var steps = scope
            .Steps.Where(s => IsConcerned(scope.State.Step(s.Id)))
            .OrderByDescending(s => scope.State.Step(s.Id).OutcomeSeq)
            .ToList();
        // What is in doubt is looked at first: nothing may be taken back below it.
        var order = steps
            .Where(IsOpen)
            .Concat(steps.Where(s => !IsOpen(s) && scope.State.Step(s.Id).OutcomeSeq > keep));
        return [.. order];
    }

    private long Kept(string id)
    {
        var state = scope.State.Step(id);
        return state.Phase is StepPhase.Ok or StepPhase.Verified
            ? state.OutcomeSeq
            : throw new RunHeldException(
                RunStatus.Held,
                $"'{id}' is {state.Phase}, so nothing can be taken back down to it: name a step that is "
                    + $"done. "
                    + "Nothing was taken back."
            );
    }

    // Half a way back is worse than none: the operator learns of the point before the first step is taken
    // back.
    private void RefusePointOfNoReturn(List<PlannedStep> order)
    {
        foreach (var step in order)
            if (ChildPoint.Passed(scope, step) is { } passed)
                throw new RunHeldException(
                    RunStatus.GuardRefused,
                    $"{passed} Nothing was taken back. Restore instead, or take back only what came after: "
                        + $"`runbook undo {scope.Journal.RunId} --to {step.Id}`."
                );
            else if (
                step.Spec.PointOfNoReturn is { } lost
                && scope.State.Step(step.Id)
                    is { WasSatisfied: false, Phase: StepPhase.Ok or StepPhase.Verified }
            )
                throw new RunHeldException(
                    RunStatus.GuardRefused,
                    $"'{step.Id}' is a point of no return: going back loses {Sentence.Of(lost)} Nothing "
                        + $"was taken back. "
                        + $"Restore instead, or take back only what came after: `runbook undo "
                        + $"{scope.Journal.RunId} "
                        + $"--to {step.Id}`."
                );
    }

    private bool IsOpen(PlannedStep step) =>
        scope.State.Step(step.Id) is var state
        && (
            state.IsUndoUnverified
            || state.OutcomeSeq == 0
            || state.Phase is not (StepPhase.Ok or StepPhase.Verified or StepPhase.Skipped)
        );

    private static bool IsConcerned(StepState state) =>
        state.Phase switch
        {
            StepPhase.Ok or StepPhase.Verified or StepPhase.InDoubt => true,
            StepPhase.UndoInDoubt or StepPhase.UndoFailed => true,
            StepPhase.Failed => state.IsTouched,
            StepPhase.Skipped => state.IsTouched || state.Decisions.ContainsValue(false),
            StepPhase.Undone => state.IsUndoUnverified,
            _ => false,
        };

    private RunResult Pause(RunStatus status, string message)
    {
        var reason = scope.Redactor.Mask(message);
        scope.Append(
            Body.Record(
                RecordTypes.RunPaused,
                null,
                0,
                w =>
                {
                    w.WriteString("status", status.Word());
                    w.WriteString("reason", reason);
                }
            )
        );
        scope.Commit();
        ChildStates.Attach(scope.State, scope.Services.Store);
        return new RunResult(scope.Journal.RunId, status, reason, null, scope.State);
    }

    private RunResult Close()
    {
        ChildStates.Attach(scope.State, scope.Services.Store);
        var off = scope.State.StillOff();
        if (off.Count > 0)
            return Pause(
                RunStatus.Held,
                $"Everything is taken back but this, which may still be switched off: "
                    + $"{Messages.Names(off, scope)}. "
                    + $"Put it back, then for each `runbook resolve {Messages.RunOf(off)} STEP --undone "
                    + $"--reason \"…\"`, and undo again."
            );
        var closed = Body.Record(
            RecordTypes.RunClosed,
            null,
            0,
            w => w.WriteString("status", nameof(RunStatus.RolledBack))
        );
        scope.Journal.Close(closed, "rolled-back");
        scope.Locks.Close();
        StateFold.Apply(scope.State, closed);
        return new RunResult(
            scope.Journal.RunId,
            RunStatus.RolledBack,
            "Everything was taken back.",
            null,
            scope.State
        );
    }
}
