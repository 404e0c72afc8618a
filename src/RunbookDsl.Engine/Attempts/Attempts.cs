using System.Runtime.CompilerServices;

namespace RunbookDsl.Engine;

/// <summary>
/// Runs a step until it succeeds or must not be tried again: intent, run, outcome for each attempt.
/// </summary>
internal sealed class Attempts(RunScope scope, PlannedStep step)
{
    private StepState State => scope.State.Step(step.Id);

    /// <param name="decision">What the probe said before: run, or clear up and run.</param>
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task RunAsync(ProbeDecision decision)
    {
        for (var tried = 1; ; tried++)
        {
            var result = await OnceAsync(decision == ProbeDecision.Repair).ConfigureAwait(false);
            if (result.How == Outcomes.Ok)
                return;
            if (result.IsLeftBehind && step.IsMutating())
                throw new RunHeldException(RunStatus.InDoubt, Messages.LeftBehind(scope, step, result.Error));
            // Our own attempt has ended, so the probe can be believed.
            if (result.How == Outcomes.Unknown)
                decision = await Look().InDoubtAsync().ConfigureAwait(false);
            if (decision == ProbeDecision.Done)
                return;
            if (!MayRetry(tried))
                throw Held(result);
            await WaitAsync(tried).ConfigureAwait(false);
            if (result.How == Outcomes.Failed)
                decision = await Look().BeforeRunAsync().ConfigureAwait(false);
            if (decision == ProbeDecision.Done)
                return;
        }
    }

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private async Task<AttemptResult> OnceAsync(bool repairFirst)
    {
        var began = scope.Now;
        var clock = scope.Services.Clock.GetTimestamp();
        using var limit = step.Spec.Timeout is { } timeout
            ? new CancellationTokenSource(timeout, scope.Services.Clock)
            : null;
        using var both = limit is null
            ? null
            : CancellationTokenSource.CreateLinkedTokenSource(limit.Token, scope.Control.Cancel);
        var cancellation = both?.Token ?? scope.Control.Cancel;
        var context = new RunStepContext(scope, step, cancellation);
        var records = new OutcomeRecords(scope, step, context);
        await IntendAsync(records, context).ConfigureAwait(false);
        scope.Emit(RunEventKind.StepStarted, step, step.Action.Description);
        var result = await new AttemptRunner(scope, step)
            .RunAsync(context, repairFirst, cancellation)
            .ConfigureAwait(false);
        if (step.Action.Effect == EffectClass.Human)
            records.Intent(null, began);
        Record(records, context, result);
        Announce(result, context, scope.Services.Clock.GetElapsedTime(clock));
        return result;
    }

    // The one line that the whole product hangs on: the intent is durable before the effect can begin. What
    // only looks needs no such line, and a person's answer is written with the question when it is given.
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task IntendAsync(OutcomeRecords records, RunStepContext context)
    {
        if (step.Action.Effect == EffectClass.Human)
            return;
        if (step.Action is IPutsBack puts)
            await LostBefore.RefuseAsync(scope, puts.TargetId, context).ConfigureAwait(false);
        // A second attempt must not take what the first one left for the state before.
        var before =
            !step.IsMutating() || (State.IsTouched && !State.IsBeforeLost)
                ? State.Before
                : await step.Action.CaptureAsync(context, context.Cancellation).ConfigureAwait(false);
        RefuseSecrets(before);
        records.Intent(before);
        if (step.IsMutating())
            scope.Commit();
    }

    private void RefuseSecrets(Captured? before)
    {
        if (before is null || scope.Redactor.IsEmpty)
            return;
        foreach (var (name, value) in before.Values)
            if (value is not null && scope.Redactor.Mask(value) != value)
                throw new RunHeldException(
                    RunStatus.Held,
                    $"'{step.Id}' would have to journal a secret: the value of '{name}' before the change "
                        + $"holds one. "
                        + "Nothing of this step was begun."
                );
    }

    private static void Record(OutcomeRecords records, RunStepContext context, AttemptResult result)
    {
        if (result.How == Outcomes.Ok)
            records.Ended(Outcomes.Ok, result.Value, context.Notes);
        else if (result.How == Outcomes.Unknown)
            records.Unknown(result.Error);
        else
            records.Failed(result.Error);
    }

    private void Announce(AttemptResult result, RunStepContext context, TimeSpan elapsed)
    {
        var kind =
            result.How == Outcomes.Ok ? RunEventKind.StepDone
            : result.How == Outcomes.Unknown ? RunEventKind.StepInDoubt
            : RunEventKind.StepFailed;
        var text = result.How == Outcomes.Ok ? string.Join("; ", context.Notes) : result.Error;
        scope.Emit(kind, step, text, elapsed);
    }

    private Probing Look() => new(scope, step, new RunStepContext(scope, step, CancellationToken.None));

    private bool MayRetry(int tried) =>
        step.Spec.Retry is { } retry && tried < retry.Attempts && !scope.Control.Stop.IsCancellationRequested;

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task WaitAsync(int tried)
    {
        var delay = step.Spec.Retry!.DelayAfter(tried);
        scope.Emit(
            RunEventKind.Waiting,
            step,
            $"{Durations.Text(delay)} before attempt {tried + 1} of {step.Spec.Retry.Attempts}"
        );
        await scope
            .Services.Pause.UntilAsync(scope.Now + delay, delay, scope.Control.Stop)
            .ConfigureAwait(false);
    }

    private RunHeldException Held(AttemptResult result)
    {
        var isCancelled = scope.Control.Cancel.IsCancellationRequested;
        var tries = State.Attempts > 1 ? $" (attempt {State.Attempts})" : "";
        var what = isCancelled ? "was cancelled" : $"failed{tries}";
        return new RunHeldException(
            isCancelled ? RunStatus.Aborted : RunStatus.Held,
            $"'{step.Id}' {what}: {Sentence.Of(result.Error)} {Messages.AfterFailure(scope, step)}"
        );
    }
}
