using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Takes steps back, the last one first, until nothing is left or one cannot be taken back.</summary>
internal sealed class UndoExecution(RunScope scope, string? downTo)
{
    public async Task<RunResult> RunAsync()
    {
        try
        {
            foreach (var step in Order())
            {
                if (scope.Control.Stop.IsCancellationRequested)
                    throw new RunHeldException(
                        RunStatus.Aborted,
                        $"Stopped by the operator before '{step.Id}' was taken back."
                    );
                await new UndoStep(scope, step).RunAsync().ConfigureAwait(false);
            }
        }
        catch (RunHeldException e)
        {
            return Pause(e.Status, e.Message);
        }
        catch (OperationCanceledException)
        {
            return Pause(RunStatus.Aborted, "Stopped by the operator.");
        }
        return downTo is null
            ? Close()
            : Pause(RunStatus.Paused, $"Everything after '{downTo}' is taken back.");
    }

    private List<PlannedStep> Order()
    {
        var steps = scope
            .Plan.Steps.Where(s => IsConcerned(scope.State.Step(s.Id)))
            .OrderByDescending(s => scope.State.Step(s.Id).OutcomeSeq)
            .ToList();
        // What is in doubt is looked at first: nothing may be taken back below it.
        var order = steps.Where(s => IsOpen(s)).Concat(steps.Where(s => !IsOpen(s))).ToList();
        if (downTo is null)
            return order;
        var keep = scope.State.Step(downTo).OutcomeSeq;
        return [.. order.Where(s => IsOpen(s) || scope.State.Step(s.Id).OutcomeSeq > keep)];
    }

    private bool IsOpen(PlannedStep step) =>
        scope.State.Step(step.Id).Phase is StepPhase.InDoubt or StepPhase.UndoInDoubt or StepPhase.UndoFailed;

    private static bool IsConcerned(StepState state) =>
        state.Phase
            is StepPhase.Ok
                or StepPhase.Verified
                or StepPhase.InDoubt
                or StepPhase.UndoInDoubt
                or StepPhase.UndoFailed;

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
                    w.WriteString("status", status.ToString());
                    w.WriteString("reason", reason);
                }
            )
        );
        scope.Commit();
        return new RunResult(scope.Journal.RunId, status, reason, null, scope.State);
    }

    private RunResult Close()
    {
        var closed = Body.Record(
            RecordTypes.RunClosed,
            null,
            0,
            w => w.WriteString("status", nameof(RunStatus.RolledBack))
        );
        scope.Journal.Close(closed, "rolled-back");
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
