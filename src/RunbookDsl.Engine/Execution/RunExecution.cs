using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Carries out the plan from wherever the journal says the run stands.</summary>
internal sealed class RunExecution(RunScope scope)
{
    private readonly StepQueue _queue = new(scope.Plan);
    private readonly Dictionary<Task, StepAtWork> _running = [];
    private readonly CancelWatch _watch = new(scope);
    private IDisposable? _beginning;
    private RunHeldException? _held;
    private string? _heldAt;
    private bool _isUntilReached;

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<RunResult> RunAsync()
    {
        _held = OpenUndo.Refusal(scope);
        using (_watch)
            try
            {
                await WorkAsync().ConfigureAwait(false);
            }
            finally
            {
                Rest();
                _watch.Settle();
            }
        return Conclude();
    }

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task WorkAsync()
    {
        while (!_queue.IsEmpty)
        {
            var next = MayStart ? _queue.Take() : null;
            if (next is not null)
                await StartAsync(next).ConfigureAwait(false);
            else if (_running.Count > 0)
                await FinishOneAsync().ConfigureAwait(false);
            else
                break;
        }
    }

    // From the end of a step until everything that may follow has begun, time has no reason to go on.
    private void Begin() => _beginning ??= scope.Services.Pause.Hold();

    private void Rest()
    {
        _beginning?.Dispose();
        _beginning = null;
    }

    private bool MayStart =>
        _held is null
        && !_isUntilReached
        && !scope.Control.Stop.IsCancellationRequested
        && scope.Journal.Halt is null
        && _running.Count < scope.Services.MostAtOnce;

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task StartAsync(PlannedStep step)
    {
        if (scope.State.Step(step.Id).IsFinished)
        {
            Finish(step);
            return;
        }
        Begin();
        var pause = scope.Services.Pause.Enter(step.Id);
        var task = new StepExecution(scope, step).RunAsync();
        _running.Add(task, new StepAtWork(step, pause));
        // A step that is already over is settled at once, so that a plan of plain steps never touches the
        // thread pool.
        if (task.IsCompleted)
            await FinishAsync(task).ConfigureAwait(false);
    }

    private void Finish(PlannedStep step)
    {
        _queue.Finish(step);
        scope.Locks.Done(step);
        _isUntilReached |= step.Id == scope.Request.Until;
    }

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task FinishOneAsync()
    {
        _watch.Look();
        Rest();
        await FinishAsync(await Task.WhenAny(_running.Keys).ConfigureAwait(false)).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task FinishAsync(Task task)
    {
        Begin();
        var step = Leave(task);
        try
        {
            await task.ConfigureAwait(false);
            Finish(step);
        }
        catch (JournalException)
        {
            await EndOthersAsync().ConfigureAwait(false);
            throw;
        }
        catch (Exception e)
        {
            Hold(new Surprise(scope, step).Hold(e), step);
        }
    }

    private PlannedStep Leave(Task task)
    {
        _running.Remove(task, out var work);
        work!.Pause?.Dispose();
        return work.Step;
    }

    // Without a journal nothing new can begin; what is at work is not left alone while the lock is given
    // back.
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task EndOthersAsync()
    {
        if (_running.Count == 0)
            return;
        scope.Emit(RunEventKind.Note, null, "the journal failed; waiting for the steps at work to end");
        Rest();
        while (_running.Count > 0)
        {
            // Their outcomes cannot be written any more; the journal's failure is what there is to tell.
            var ended = await Task.WhenAny(_running.Keys).ConfigureAwait(false);
            _ = ended.Exception;
            Leave(ended);
        }
    }

    // The worst news wins: a doubt outweighs a failure, a failure outweighs a stop.
    private void Hold(RunHeldException held, PlannedStep step)
    {
        if (_held is null || Weight(held.Status) > Weight(_held.Status))
            (_held, _heldAt) = (held, step.Id);
    }

    private static int Weight(RunStatus status) =>
        status switch
        {
            RunStatus.InDoubt => 3,
            RunStatus.Held => 2,
            RunStatus.GuardRefused => 1,
            _ => 0,
        };

    private RunResult Conclude()
    {
        if (_queue.IsEmpty && _held is null)
            return Close();
        var halt = scope.Journal.Halt;
        var isOffered = halt is { IsTrouble: false } && _held is null or { Status: RunStatus.Aborted };
        var (status, reason) =
            isOffered ? Offered(halt!)
            : _held is not null ? (_held.Status, scope.Redactor.Mask(_held.Message))
            : Stopped();
        scope.Append(
            Body.Record(
                RecordTypes.RunPaused,
                null,
                0,
                w =>
                {
                    w.WriteString("status", status.Word());
                    w.WriteString("reason", reason);
                    w.Optional("at", _heldAt);
                }
            )
        );
        scope.Commit();
        ChildStates.Attach(scope.State, scope.Services.Store);
        return new RunResult(scope.Journal.RunId, status, reason, _heldAt, scope.State)
        {
            Child = _held?.Child,
            IsJournalFull = _held is { Child: { } child }
                ? child.IsJournalFull
                : scope.Journal.Halt is { IsTrouble: true } && (_held?.IsJournalFull ?? !_isUntilReached),
        };
    }

    private (RunStatus Status, string Reason) Offered(JournalHalt halt)
    {
        if (halt.Offer is { } offer)
            scope.Append(Handover.Record("offered", offer.By, offer.To, null));
        return (RunStatus.Paused, halt.Reason);
    }

    private (RunStatus Status, string Reason) Stopped() =>
        _isUntilReached ? (RunStatus.Paused, $"Stopped after '{scope.Request.Until}', as asked.")
        : scope.Journal.Halt is { } halt ? (RunStatus.Held, halt.Reason)
        : (RunStatus.Aborted, "Stopped by the operator between two steps.");

    private RunResult Close()
    {
        ChildStates.Attach(scope.State, scope.Services.Store);
        var off = scope.State.StillOff();
        if (off.Count > 0)
        {
            _held = new RunHeldException(
                RunStatus.Held,
                $"Every step is over, but this is still switched off: {Messages.Names(off, scope)}. Put it "
                    + $"back, then for each `runbook resolve {Messages.RunOf(off)} STEP --undone --reason "
                    + "\"…\"`, and resume."
            );
            return Conclude();
        }
        var closed = Body.Record(
            RecordTypes.RunClosed,
            null,
            0,
            w => w.WriteString("status", nameof(RunStatus.Done))
        );
        scope.Journal.Close(closed, "done");
        scope.Locks.Close();
        StateFold.Apply(scope.State, closed);
        return new RunResult(scope.Journal.RunId, RunStatus.Done, "", null, scope.State);
    }

    private sealed class StepAtWork(PlannedStep step, IDisposable? pause)
    {
        public PlannedStep Step => step;

        public IDisposable? Pause => pause;
    }
}
