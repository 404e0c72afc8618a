namespace RunbookDsl.Engine;

/// <summary>Turns whatever came out of a step into a held run that says where the step stands.</summary>
internal sealed class Surprise(RunScope scope, PlannedStep step)
{
    private StepState State => scope.State.Step(step.Id);

    public RunHeldException Hold(Exception e) =>
        e switch
        {
            RunHeldException held => held,
            AwaitingPersonException => new RunHeldException(RunStatus.Held, e.Message),
            OperationCanceledException when scope.Control.Stop.IsCancellationRequested => Stopped(),
            _ => Unexpected(e),
        };

    private RunHeldException Stopped() =>
        State.Phase switch
        {
            StepPhase.InDoubt when step.IsMutating() => new(
                RunStatus.InDoubt,
                $"Stopped by the operator while '{step.Id}' is in doubt: {Sentence.Of(State.Reason ?? "")} "
                    + $"`runbook resume {scope.Journal.RunId}` looks at the world."
            ),
            StepPhase.Ok => new(
                RunStatus.Aborted,
                $"Stopped by the operator while '{step.Id}' was verified: resume verifies it again."
            ),
            StepPhase.Failed => new(
                RunStatus.Aborted,
                $"Stopped by the operator after '{step.Id}' failed: {Sentence.Of(State.Reason ?? "")}"
            ),
            _ => new(RunStatus.Aborted, $"Stopped by the operator before '{step.Id}' was begun."),
        };

    private RunHeldException Unexpected(Exception e)
    {
        var what = e is RunbookException ? e.Message : $"{e.GetType().Name}: {e.Message}";
        var place = scope.Services.Ports.Find<IErrorPlaces>()?.PlaceOf(e) is { } at ? $" at {at}" : "";
        var message = Sentence.Of(scope.Redactor.Mask(what + place));
        return State.Phase switch
        {
            StepPhase.InDoubt when step.IsMutating() => new(
                RunStatus.InDoubt,
                $"'{step.Id}' is in doubt: {message} {Messages.Settle(scope, step)}"
            ),
            StepPhase.Ok => new(
                RunStatus.Held,
                $"'{step.Id}' ran, but could not be verified: {message} "
                    + $"`runbook resume {scope.Journal.RunId}` verifies again."
            ),
            _ => new(RunStatus.Held, $"'{step.Id}' could not be begun: {message}"),
        };
    }
}
