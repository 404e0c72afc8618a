using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>What a running step sees of its run.</summary>
internal sealed class RunStepContext(RunScope scope, PlannedStep step, CancellationToken cancellation)
    : StepContext
{
    private const int MostNotes = 50;
    private const int LongestNote = 1000;
    private List<string> _notes = [];

    /// <summary>Whether the step is taken back with it; it then has keys and handles of its own.</summary>
    public bool IsUndo { get; init; }

    /// <summary>The step that is at work on behalf of this one; null when it is this one.</summary>
    private PlannedStep? Acting { get; init; }

    public override string RunId => scope.Journal.RunId;

    public override string StepId => step.Id;

    public override int Attempt => Math.Max(1, State.Attempts);

    public override string IdempotencyKey =>
        IsUndo ? $"{Forward}/{Numbered("undo", State.UndoRounds)}" : Forward;

    public override long Fence => scope.Journal.Epoch;

    public override string? Handle => IsUndo && Acting is null ? Actor.UndoHandle : Actor.Handle;

    public override string RunDirectory => scope.Journal.Location;

    public override DateTimeOffset FirstStartedAt => State.FirstStartedAt ?? scope.Now;

    public override bool IsInDoubt => State.Phase == StepPhase.InDoubt;

    public override CancellationToken Cancellation => cancellation;

    public override TimeProvider Clock => scope.Services.Clock;

    public override string Directory => scope.Request.Directory ?? scope.Plan.Directory;

    public override Captured? Before => State.Before;

    public override object? Result => scope.ResultOf(step);

    public IReadOnlyList<string> Notes => _notes;

    private StepState State => scope.State.Step(step.Id);

    private string Forward => Numbered($"{scope.State.Origin}/{StepId}", State.Rounds);

    private StepState Actor => scope.State.Step((Acting ?? step).Id);

    public override T Read<T>(Output<T> output)
    {
        var giver = scope.Find(output.StepId);
        if (giver is null || scope.State.Step(giver.Id).Phase is not (StepPhase.Ok or StepPhase.Verified))
            throw new OperationFailedException(
                $"'{step.Id}' reads the {output}, but that step has no result "
                    + $"({scope.State.Step(output.StepId).Phase}). Give '{step.Id}' the same .When, or a "
                    + $"value of its own."
            );
        return (T)scope.ResultOf(giver)!;
    }

    public override string Reveal(SecretReference secret)
    {
        var value =
            scope.Services.Secrets.Find(secret)
            ?? throw new SecretMissingException(
                secret.Name,
                SecretMessages.MissingInStep(secret, RunId, StepId)
            );
        scope.Redactor.Add(value, secret.Name);
        return value;
    }

    public override void Redact(string value) => scope.Redactor.Add(value, "part of a secret");

    public override string Varying(string what, string value)
    {
        scope.Services.Ports.Find<IVaryingValues>()?.Heard(what, value);
        return value;
    }

    public override void Report(StepProgress progress) =>
        scope.Emit(
            new RunEvent(RunEventKind.StepProgress, step, scope.Redactor.Mask(progress.Text))
            {
                At = scope.Now,
                Fraction = progress.Fraction,
            }
        );

    public override void Note(string evidence)
    {
        if (_notes.Count == MostNotes)
            return;
        var text = scope.Redactor.Mask(evidence);
        _notes.Add(text.Length <= LongestNote ? text : text[..LongestNote] + "…");
    }

    public override Task<Answer> AskAsync(Question question, CancellationToken cancellation) =>
        new Asking(scope, step).AskAsync(question, cancellation);

    public override Task StartedAsync(string handle)
    {
        if (scope.Redactor.Mask(handle) != handle)
            throw new OutcomeUnknownException(
                $"the handle that '{StepId}' gave of its effect holds a secret, so it was not journaled: give "
                    + "one that may be read"
            );
        var isUndo = IsUndo && Acting is null;
        scope.Append(
            Body.Record(
                isUndo ? RecordTypes.UndoHandle : RecordTypes.StepHandle,
                Actor.Id,
                isUndo ? 0 : Actor.Attempts,
                w => w.WriteString("handle", handle)
            )
        );
        scope.Commit();
        return Task.CompletedTask;
    }

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancellation) =>
        scope.Services.Pause.UntilAsync(DateTimeOffset.MaxValue, duration, cancellation);

    public override StepContext Of(string stepId)
    {
        var other = scope.Find(stepId);
        return other is null
            ? throw new OperationFailedException(
                $"'{step.Id}' refers to '{stepId}', which is not in the plan."
            )
            : new RunStepContext(scope, other, cancellation)
            {
                _notes = _notes,
                IsUndo = true,
                Acting = Acting ?? step,
            };
    }

    public override T Port<T>() =>
        FindPort<T>()
        ?? (typeof(T) == typeof(IChildRuns) ? (T)(object)new ChildRuns(scope, step) : null)
        ?? throw new OperationFailedException(
            $"{step.Action.Kind} needs {typeof(T).Name}, which this program does not provide."
        );

    public override T? FindPort<T>()
        where T : class => StepProcesses.Of(scope.Services.Ports.Find<T>(), scope, this);

    private static string Numbered(string name, int rounds) => rounds == 0 ? name : $"{name}/{rounds + 1}";
}
