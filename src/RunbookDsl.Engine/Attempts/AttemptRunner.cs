using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Runs an operation once, within its time limit. A time limit that passes is "unknown", never "failed".
/// </summary>
internal sealed class AttemptRunner(RunScope scope, PlannedStep step)
{
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<AttemptResult> RunAsync(Func<Task<object?>> work, CancellationToken cancellation)
    {
        try
        {
            var running = work();
            // A child has this patience for its own steps; its journal is never left to a run that has ended.
            if (
                !step.Action.HasOwnRun
                && !await Patience.EndsAsync(running, scope.Services, cancellation).ConfigureAwait(false)
            )
                return LeftBehind(cancellation);
            return await running.ConfigureAwait(false) is var value && value is Verdict { Passed: false } no
                ? new AttemptResult(Outcomes.Failed, null, Mask(no.Evidence))
                : new AttemptResult(Outcomes.Ok, value, "");
        }
        catch (Exception e) when (e is JournalException or RunHeldException)
        {
            throw;
        }
        catch (Exception e) when (!step.IsMutating() && IsHumanMatter(e))
        {
            // Nothing was changed, so there is nothing to write down: the question is asked again.
            throw;
        }
        catch (Exception e)
        {
            var isKnown = e is OperationFailedException or SecretMissingException || !step.IsMutating();
            var how = isKnown || !IsUnknown(e, cancellation) ? Outcomes.Failed : Outcomes.Unknown;
            return new AttemptResult(how, null, Mask(Why(e, cancellation)))
            {
                IsProven = e is OperationFailedException,
            };
        }
    }

    /// <summary>The operation's work, what was left of an earlier attempt cleared first if need be.</summary>
    // A synchronous body, or one that only needs the repair, costs no state machine more than it must.
    public Task<object?> ExecuteAsync(
        RunStepContext context,
        bool repairFirst,
        CancellationToken cancellation
    ) =>
        repairFirst
            ? RepairAndExecuteAsync(context, cancellation)
            : step.Action.ExecuteAsync(context, cancellation);

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private async Task<object?> RepairAndExecuteAsync(RunStepContext context, CancellationToken cancellation)
    {
        await step.RepairAsync(context, cancellation).ConfigureAwait(false);
        return await step.Action.ExecuteAsync(context, cancellation).ConfigureAwait(false);
    }

    private bool IsHumanMatter(Exception e) =>
        e is AwaitingPersonException
        || (e is OperationCanceledException && scope.Control.Stop.IsCancellationRequested);

    private static bool IsUnknown(Exception e, CancellationToken cancellation) =>
        e
            is OutcomeUnknownException
                or TimeoutException
                or OperationCanceledException
                or AwaitingPersonException
        || cancellation.IsCancellationRequested;

    private AttemptResult LeftBehind(CancellationToken cancellation)
    {
        var patience = Durations.Text(scope.Services.CancelPatience);
        var why = $"{Reason(cancellation)} and it did not stop within {patience}; it may still be at work";
        return new AttemptResult(step.IsMutating() ? Outcomes.Unknown : Outcomes.Failed, null, why)
        {
            IsLeftBehind = true,
        };
    }

    private string Why(Exception e, CancellationToken cancellation) =>
        e is OperationCanceledException && cancellation.IsCancellationRequested ? Reason(cancellation)
        : e is RunbookException ? e.Message
        : Describe(e);

    private string Reason(CancellationToken cancellation) =>
        scope.Control.Cancel.IsCancellationRequested ? "the operator cancelled it"
        : cancellation.IsCancellationRequested && step.Spec.Timeout is { } limit
            ? $"its time limit of {Durations.Text(limit)} passed"
        : "it was cancelled";

    private string Describe(Exception e)
    {
        var place = scope.Services.Ports.Find<IErrorPlaces>()?.PlaceOf(e);
        return $"{e.GetType().Name}: {e.Message}{(place is null ? "" : $" at {place}")}";
    }

    private string Mask(string text) => scope.Redactor.Mask(text);
}
