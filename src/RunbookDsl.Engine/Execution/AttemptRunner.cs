using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Runs an operation once, within its time limit. A time limit that passes is "unknown", never "failed".</summary>
internal sealed class AttemptRunner(RunScope scope, PlannedStep step)
{
    public async Task<AttemptResult> RunAsync(RunStepContext context, CancellationToken cancellation)
    {
        try
        {
            var value = await EndAsync(step.Action.ExecuteAsync(context, cancellation), cancellation)
                .ConfigureAwait(false);
            return value is Verdict { Passed: false } verdict
                ? new AttemptResult(Outcomes.Failed, null, Mask(verdict.Evidence))
                : new AttemptResult(Outcomes.Ok, value, "");
        }
        catch (Exception e) when (e is JournalException or RunHeldException or AwaitingPersonException)
        {
            throw;
        }
        catch (OperationFailedException e)
        {
            return new AttemptResult(Outcomes.Failed, null, Mask(e.Message), e.Retryable);
        }
        catch (SecretMissingException e)
        {
            return new AttemptResult(Outcomes.Failed, null, Mask(e.Message));
        }
        catch (Exception e) when (e is OutcomeUnknownException || cancellation.IsCancellationRequested)
        {
            return new AttemptResult(Outcomes.Unknown, null, Mask(Why(e, cancellation)));
        }
        catch (Exception e)
        {
            return new AttemptResult(Outcomes.Failed, null, Mask(Describe(e)));
        }
    }

    // A step that does not stop when cancelled is left behind: its effect may still happen.
    private async Task<object?> EndAsync(Task<object?> running, CancellationToken cancellation)
    {
        if (running.IsCompleted)
            return await running.ConfigureAwait(false);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellation.Register(cancelled.SetResult);
        await Task.WhenAny(running, cancelled.Task).ConfigureAwait(false);
        if (running.IsCompleted)
            return await running.ConfigureAwait(false);
        var patience = Task.Delay(
            scope.Services.CancelPatience,
            scope.Services.Clock,
            CancellationToken.None
        );
        if (await Task.WhenAny(running, patience).ConfigureAwait(false) == running)
            return await running.ConfigureAwait(false);
        throw new OutcomeUnknownException(
            $"it was cancelled and did not stop within {Durations.Text(scope.Services.CancelPatience)}; it may still be at work"
        );
    }

    private string Why(Exception e, CancellationToken cancellation) =>
        e is OutcomeUnknownException ? e.Message
        : scope.Control.Cancel.IsCancellationRequested ? "the operator cancelled it"
        : cancellation.IsCancellationRequested && step.Spec.Timeout is { } limit
            ? $"its time limit of {Durations.Text(limit)} passed"
        : e.Message;

    private string Describe(Exception e)
    {
        var place = scope.Services.Ports.Find<IErrorPlaces>()?.PlaceOf(e);
        return $"{e.GetType().Name}: {e.Message}{(place is null ? "" : $" at {place}")}";
    }

    private string Mask(string text) => scope.Redactor.Mask(text);
}
