using System.Runtime.CompilerServices;

namespace RunbookDsl.Engine;

/// <summary>
/// Runs a step until it succeeds or must not be tried again: intent, run, outcome for each attempt.
/// </summary>
internal sealed class Attempts(RunScope scope, PlannedStep step)
{
    private StepState State => scope.State.Step(step.Id);

    /// <param name="decision">What the probe said before: run, or clear up and run.</param>
    /// <param name="first">Number of the first attempt in the series that <c>.Retry</c> counts.</param>
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task RunAsync(ProbeDecision decision, int first)
    {
        for (var tried = first; ; tried++)
        {
            var result = await OnceAsync(decision == ProbeDecision.Repair, tried).ConfigureAwait(false);
            if (result.How == Outcomes.Ok)
                return;
            RefuseLeftBehind(result);
            // Our own attempt has ended, so the probe can be believed.
            if (result.How == Outcomes.Unknown)
                decision = await Look().InDoubtAsync().ConfigureAwait(false);
            if (decision == ProbeDecision.Done)
                return;
            if (!MayRetry(tried))
                throw Held(result);
            await new RetryWait(scope, step).AfterAsync(tried).ConfigureAwait(false);
            if (result.How == Outcomes.Failed)
                decision = await Look().BeforeRunAsync().ConfigureAwait(false);
            if (decision == ProbeDecision.Done)
                return;
        }
    }

    /// <summary>
    /// Takes up what an interrupted attempt began: nothing is started. What its end means is decided as for
    /// any attempt.
    /// </summary>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<ProbeDecision> AttachAsync(string handle)
    {
        using var limit = Limit();
        var context = new RunStepContext(scope, step, limit.Token);
        scope.Emit(RunEventKind.Waiting, step, $"taken up where it runs: {handle}");
        var result = await RunAsync(
                context,
                () =>
                    step.Spec.Attach is { } own
                        ? own.Run(context, handle, limit.Token)
                        : step.Action.ReattachAsync(context, handle, limit.Token),
                limit.Token
            )
            .ConfigureAwait(false);
        if (result.How == Outcomes.Ok)
            return ProbeDecision.Done;
        RefuseLeftBehind(result);
        if (result.How == Outcomes.Unknown)
            return await Look().InDoubtAsync().ConfigureAwait(false);
        if (!MayRetry(State.Tried))
            throw Held(result);
        await new RetryWait(scope, step).AfterAsync(State.Tried).ConfigureAwait(false);
        return await Look().BeforeRunAsync().ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private async Task<AttemptResult> OnceAsync(bool repairFirst, int tried)
    {
        var began = scope.Now;
        using var limit = Limit();
        var context = new RunStepContext(scope, step, limit.Token);
        await IntendAsync(context, tried).ConfigureAwait(false);
        scope.Emit(RunEventKind.StepStarted, step, step.Action.Description);
        var runner = new AttemptRunner(scope, step);
        return await RunAsync(
                context,
                () => runner.ExecuteAsync(context, repairFirst, limit.Token),
                limit.Token,
                began
            )
            .ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private async Task<AttemptResult> RunAsync(
        RunStepContext context,
        Func<Task<object?>> work,
        CancellationToken cancellation,
        DateTimeOffset? began = null
    )
    {
        var clock = scope.Services.Clock.GetTimestamp();
        var result = await new AttemptRunner(scope, step).RunAsync(work, cancellation).ConfigureAwait(false);
        var records = new OutcomeRecords(scope, step, context);
        if (step.Action.Effect == EffectClass.Human)
            records.Intent(null, began: began);
        Record(records, context, result);
        Announce(result, context, scope.Services.Clock.GetElapsedTime(clock));
        return result;
    }

    // The one line that the whole product hangs on: the intent is durable before the effect can begin. What
    // only looks needs no such line, and a person's answer is written with the question when it is given.
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task IntendAsync(RunStepContext context, int tried)
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
        var records = new OutcomeRecords(scope, step, context);
        var was = State.Phase;
        records.Intent(before, tried);
        if (!step.IsMutating())
            return;
        scope.Commit();
        if (scope.Journal.SpaceExhausted)
        {
            records.NotBegun(was);
            throw new RunHeldException(
                RunStatus.Held,
                $"The journal's disk is full: free some space, then resume. '{step.Id}' was not begun."
            )
            {
                IsJournalFull = true,
            };
        }
    }

    private AttemptLimit Limit() => new(step.Spec.Timeout, scope.Services.Clock, scope.Control.Cancel);

    private void RefuseLeftBehind(AttemptResult result)
    {
        if (result.IsLeftBehind && step.IsMutating())
            throw new RunHeldException(RunStatus.InDoubt, Messages.LeftBehind(scope, step, result.Error));
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
            records.Failed(result.Error, result.IsProven);
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
