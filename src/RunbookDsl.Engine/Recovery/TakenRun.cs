using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>A run taken over from its journal: locked, folded, checked against the plan.</summary>
internal sealed class TakenRun : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private readonly AttemptLock _alive;

    private readonly RunStatus? _status;
    private readonly string? _reason;

    private TakenRun(RunScope scope, RunStatus? status, string? reason)
    {
        (Scope, _status, _reason) = (scope, status, reason);
        _alive = AttemptLock.Open(scope.Journal.Location);
    }

    public RunScope Scope { get; }

    private string? Elsewhere { get; init; }

    private string From { get; init; } = "";

    public static TakenRun Take(
        EngineServices services,
        string runId,
        RunRequest request,
        RunControl control,
        string verb
    )
    {
        RunState? state = null;
        JournalRecord? resumed = null;
        string? elsewhere = null;
        var from = "";
        MigrationTable? table = null;
        (RunStatus? Status, string? Reason) was = default;
        IJournal journal;
        try
        {
            journal = services.Store.Resume(
                runId,
                history =>
                {
                    state = Checked(history, request, verb);
                    ParentCheck.Refuse(state, request, services.Store);
                    var isMigrating = Migrating.IsWanted(history, state, request);
                    if (!isMigrating)
                        DriftCheck.Check(history, state, request.Plan);
                    var steps = Stands(state, request, isMigrating);
                    resumed = Resumed(services.Operator, verb, state, request, steps);
                    from = history.Owners[^1].Operator;
                    elsewhere = request.OldAttemptEnded is null
                        ? OtherMachines.MayBeAtWork(history, state)
                        : null;
                    was = (state.Status, state.Reason);
                    // What a torn end makes doubtful counts when it is decided what may be migrated.
                    StateFold.Apply(state, resumed);
                    table = isMigrating ? Migrating.Decide(history, state, request) : null;
                    return resumed;
                }
            );
        }
        catch (JournalLockedException)
        {
            ParentCheck.RefuseLocked(runId, request, services.Store);
            throw;
        }
        state!.LastAt = resumed!.At;
        var scope = new RunScope(services, journal, request, state, control);
        try
        {
            scope.Emit(RunEventKind.RunResumed, null, journal.Location);
            if (table is not null)
                Migrating.Write(scope, table);
            return new TakenRun(scope, was.Status, was.Reason) { Elsewhere = elsewhere, From = from };
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    // The steps that may have been begun are those of the plan in force.
    private static IEnumerable<PlannedStep> Stands(RunState state, RunRequest request, bool isMigrating) =>
        RemovedSteps.With(isMigrating ? request.Migration!.From : request.Plan, state, request);

    /// <summary>
    /// Waits until nothing that an interrupted process started is still at work: before that no probe can be
    /// believed. A result means that the run is held because something still is.
    /// </summary>
    public async Task<RunResult?> OldAttemptAsync()
    {
        if (Elsewhere is not null)
            return Held(Elsewhere);
        var clock = Scope.Services.Clock;
        var began = clock.GetTimestamp();
        var isTold = false;
        while (!_alive.TryTake())
        {
            if (!isTold)
                Scope.Emit(
                    RunEventKind.Waiting,
                    null,
                    $"a process of the interrupted attempt is still at work: {Holders()}"
                );
            isTold = true;
            if (
                Scope.Control.Stop.IsCancellationRequested
                || clock.GetElapsedTime(began) >= Scope.Services.OldAttemptPatience
            )
                return Held();
            try
            {
                await Scope
                    .Services.Pause.UntilAsync(DateTimeOffset.MaxValue, Look, Scope.Control.Stop)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return Held();
            }
        }
        return null;
    }

    /// <summary>Writes a person's decision, then leaves the run as it was held before.</summary>
    public void Decide(PlannedStep step, Resolution resolution) =>
        Settle(
            () => Resolver.Apply(Scope, step, resolution),
            $"'{step.Id}' was resolved as {Resolver.Word(resolution.As)} by {Scope.Services.Operator}: "
                + $"{Sentence.Of(resolution.Reason)} `runbook resume {Scope.Journal.RunId}` goes on."
        );

    /// <summary>Writes what settles a step, then leaves the run as it was held before.</summary>
    public void Settle(Action write, string settled)
    {
        var reason = _reason ?? "the process that worked on it ended without a word";
        try
        {
            write();
            reason = settled;
        }
        finally
        {
            Pause(_status ?? RunStatus.Held, reason);
        }
    }

    /// <summary>Writes that a resource is taken from the run, then leaves it as it was held before.</summary>
    public void Unlock(HeldLock held, string reason)
    {
        Scope.Append(
            Body.Record(
                RecordTypes.LockBroken,
                null,
                0,
                w =>
                {
                    w.WriteString("resource", held.Resource);
                    w.WriteString("by", Scope.Services.Operator);
                    w.WriteString("reason", reason);
                }
            )
        );
        Pause(_status ?? RunStatus.Held, _reason ?? "the process that worked on it ended without a word");
    }

    /// <summary>Writes who has the run from now on, then leaves it as it was held before.</summary>
    public void HandOver(Handover handover)
    {
        var me = Scope.Services.Operator;
        Scope.Append(Handover.Record(handover.Word, From, me, handover.Reason));
        var reason = $"{me} has taken it over from {From}. `runbook resume {Scope.Journal.RunId}` goes on.";
        Pause(_status ?? RunStatus.Held, _reason is null ? reason : $"{Sentence.Of(_reason)} {reason}");
    }

    public void Dispose()
    {
        _alive.Dispose();
        Scope.Journal.Dispose();
    }

    private string Holders() =>
        string.Join(", ", _alive.Holders().Select(h => $"{h.Command} (pid {h.Pid})")) is { Length: > 0 } names
            ? names
            : "unknown";

    private RunResult Held() =>
        Held(
            $"A process of the interrupted attempt may still be at work: {Holders()}. Nothing was begun. "
                + $"Wait for it or end "
                + $"it, then `runbook resume {Scope.Journal.RunId}`."
        );

    private RunResult Held(string reason)
    {
        Pause(RunStatus.InDoubt, reason);
        return new RunResult(Scope.Journal.RunId, RunStatus.InDoubt, reason, null, Scope.State);
    }

    private void Pause(RunStatus status, string reason)
    {
        Scope.Append(
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
        Scope.Commit();
    }

    private static RunState Checked(RunHistory history, RunRequest request, string verb)
    {
        var state = StateFold.Of(history);
        if (state.IsClosed && !ParentCheck.MayReopen(state, request, verb))
            throw new EngineException(
                $"run {history.RunId} is closed ({state.Status}): begin a new one with `runbook rerun "
                    + $"{history.RunId}`.{ParentCheck.Hint(state)}"
            );
        if (!state.IsSandbox && request.IsSandbox)
            throw new EngineException(
                $"run {history.RunId} works on the real world: it cannot go on in a sandbox."
            );
        if (state.IsSandbox && !request.IsSandbox)
            throw new EngineException(
                $"run {history.RunId} worked in a sandbox that ended with its process: begin a new one "
                    + $"with `runbook exec --sandbox`."
            );
        return state;
    }

    private static JournalRecord Resumed(
        string operatorName,
        string verb,
        RunState state,
        RunRequest request,
        IEnumerable<PlannedStep> steps
    ) =>
        Body.Record(
            RecordTypes.RunResumed,
            null,
            0,
            w =>
            {
                w.WriteString("operator", operatorName);
                w.WriteString("verb", verb);
                w.Optional("oldAttemptEnded", request.OldAttemptEnded);
                Suspects.Write(w, state, [.. steps]);
            }
        );
}
