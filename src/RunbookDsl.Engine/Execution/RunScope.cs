using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// What all parts of one run share: the journal with the state folded from it, the plan, the outside world.
/// </summary>
internal sealed class RunScope(
    EngineServices services,
    IJournal journal,
    RunRequest request,
    RunState state,
    RunControl control
)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, object?> _results = [];
    private bool _areResultsRead;

    public EngineServices Services => services;

    /// <summary>Ends the waiting when somebody else wants the run.</summary>
    public CancellationTokenRegistration Watch() => journal.Halting.Register(control.LetGo);

    public IJournal Journal => journal;

    public RunRequest Request => request;

    public Plan Plan => request.Plan;

    public RunState State => state;

    /// <summary>
    /// Every step that may have been begun: the plan's, and those that a migration took out of it.
    /// </summary>
    public IReadOnlyList<PlannedStep> Steps => field ??= RemovedSteps.With(Plan, state, request);

    /// <summary>The step with this id, in the plan or taken out of it; null when there is none.</summary>
    public PlannedStep? Find(string id) => Plan.Find(id) ?? RemovedSteps.Find(id, state, request);

    public RunControl Control => control;

    public Locking Locks => field ??= new Locking(this);

    public Redactor Redactor { get; } = new();

    /// <summary>The programs that steps of this run have started.</summary>
    public OldProcesses Processes { get; } = new(journal.Location, journal.RunId);

    public DateTimeOffset Now => services.Clock.GetUtcNow();

    /// <summary>
    /// Stages a record and folds it, so that the state is always what a reader of the journal would see.
    /// </summary>
    public void Append(JournalRecord record)
    {
        lock (_gate)
        {
            journal.Append(record);
            StateFold.Apply(state, record);
        }
    }

    /// <summary>Makes everything appended so far durable. An effect may follow.</summary>
    public void Commit() => journal.Commit();

    public void Emit(RunEventKind kind, PlannedStep? step, string text, TimeSpan elapsed = default) =>
        Emit(new RunEvent(kind, step, Redactor.Mask(text)) { At = Now, Elapsed = elapsed });

    public void Emit(RunEvent occurrence)
    {
        lock (_gate)
            services.Observer.On(occurrence);
    }

    public void Remember(string stepId, object? result)
    {
        lock (_gate)
            _results[stepId] = result;
    }

    /// <summary>A step's result, from this process or from the journal of an earlier one.</summary>
    public object? ResultOf(PlannedStep step)
    {
        lock (_gate)
            if (_results.TryGetValue(step.Id, out var result))
                return result;
        return Restore(step);
    }

    /// <summary>
    /// Reads every result of earlier processes once: code may ask for any of them when it has begun already.
    /// </summary>
    public void CheckResults()
    {
        if (_areResultsRead || journal.Epoch == 1)
            return;
        foreach (var step in Plan.Steps)
            if (state.Step(step.Id) is { IsFinished: true, HasResult: true, IsResultLost: false })
                ResultOf(step);
        _areResultsRead = true;
    }

    private object? Restore(PlannedStep step)
    {
        var stepState = state.Step(step.Id);
        if (stepState.IsResultLost)
            throw new RunHeldException(
                RunStatus.Held,
                $"The result of '{step.Id}' could not be journaled, and the process that had it has ended. "
                    + $"Give it: "
                    + $"`runbook resolve {journal.RunId} {step.Id} --done --result JSON --reason …`."
            );
        try
        {
            var result = ResultCodec.Read(Json(stepState), step.Action);
            Remember(step.Id, result);
            return result;
        }
        catch (Exception e)
            when (e
                    is System.Text.Json.JsonException
                        or InvalidOperationException
                        or NotSupportedException
                        or FormatException
            )
        {
            throw new RunHeldException(
                RunStatus.Held,
                $"The journaled result of '{step.Id}' is no longer a {step.Action.ResultType.Name}: "
                    + $"{Sentence.Of(e.Message)} "
                    + $"Resume with the script as it was, or run `runbook resolve {journal.RunId} "
                    + $"{step.Id} --done --result JSON --reason …`."
            );
        }
    }

    private System.Text.Json.JsonElement Json(StepState step)
    {
        if (step.ResultBlob is not { } blob)
            return step.Result;
        using var document = System.Text.Json.JsonDocument.Parse(journal.ReadBlob(blob));
        return document.RootElement.Clone();
    }
}
