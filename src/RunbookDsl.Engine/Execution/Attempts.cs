namespace RunbookDsl.Engine;

/// <summary>Intent, run, outcome; again while the author's retry allows it and the world says "not done".</summary>
internal sealed class Attempts(RunScope scope, PlannedStep step)
{
    private StepState State => scope.State.Step(step.Id);

    private bool IsMutating => step.Action.Effect is not (EffectClass.ReadOnly or EffectClass.Human);

    public async Task RunAsync()
    {
        for (var tried = 1; ; tried++)
        {
            var result = await OnceAsync().ConfigureAwait(false);
            if (result.How == Outcomes.Ok)
                return;
            if (result.How == Outcomes.Unknown && await IsSettledAsync().ConfigureAwait(false))
                return;
            if (!MayRetry(tried))
                throw Held(result);
            await WaitAsync(tried).ConfigureAwait(false);
            if (result.How == Outcomes.Failed && await IsDoneAfterAllAsync().ConfigureAwait(false))
                return;
        }
    }

    private async Task<AttemptResult> OnceAsync()
    {
        var began = scope.Now;
        var clock = scope.Services.Clock.GetTimestamp();
        using var limit = step.Spec.Timeout is { } timeout
            ? new CancellationTokenSource(timeout, scope.Services.Clock)
            : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, scope.Control.Cancel);
        var context = new RunStepContext(scope, step, both.Token);
        var records = new OutcomeRecords(scope, step, context);
        await IntendAsync(records, context).ConfigureAwait(false);
        scope.Emit(RunEventKind.StepStarted, step, step.Action.Description);
        var result = await new AttemptRunner(scope, step).RunAsync(context, both.Token).ConfigureAwait(false);
        if (step.Action.Effect == EffectClass.Human)
            records.Intent(null, began);
        Record(records, context, result);
        Announce(result, context, scope.Services.Clock.GetElapsedTime(clock));
        return result;
    }

    // The one line that the whole product hangs on: the intent is durable before the effect can begin. What only looks
    // needs no such line, and a person's answer is written with the question when it is given.
    private async Task IntendAsync(OutcomeRecords records, RunStepContext context)
    {
        if (step.Action.Effect == EffectClass.Human)
            return;
        var before = IsMutating
            ? State.Before
                ?? await step.Action.CaptureAsync(context, context.Cancellation).ConfigureAwait(false)
            : null;
        records.Intent(before);
        if (IsMutating)
            scope.Commit();
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

    // Unknown in this very process: our own attempt has ended, so the probe can be believed.
    private async Task<bool> IsSettledAsync()
    {
        var context = new RunStepContext(scope, step, CancellationToken.None);
        return await new Probing(scope, step, context).InDoubtAsync().ConfigureAwait(false)
            == ProbeDecision.Done;
    }

    private async Task<bool> IsDoneAfterAllAsync()
    {
        var context = new RunStepContext(scope, step, scope.Control.Cancel);
        return await new Probing(scope, step, context).BeforeRunAsync().ConfigureAwait(false)
            == ProbeDecision.Done;
    }

    private bool MayRetry(int tried) =>
        step.Spec.Retry is { } retry && tried < retry.Attempts && !scope.Control.Stop.IsCancellationRequested;

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
        if (scope.Control.Cancel.IsCancellationRequested)
            return new RunHeldException(
                RunStatus.Aborted,
                $"'{step.Id}' was cancelled: {result.Error}. {Next()}"
            );
        var tries = State.Attempts > 1 ? $" (attempt {State.Attempts})" : "";
        return new RunHeldException(RunStatus.Held, $"'{step.Id}' failed{tries}: {result.Error} {Next()}");
    }

    private string Next() =>
        $"Then: `runbook resume {scope.Journal.RunId}` tries again, `runbook resolve {scope.Journal.RunId} {step.Id} "
        + $"--skip --reason \"…\"` leaves it out, `runbook undo {scope.Journal.RunId}` goes back.";
}
