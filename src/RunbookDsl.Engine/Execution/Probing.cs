using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Looks at the world for a step and decides: run, done, or hold. Waits for what is in flight, clears what is partial,
/// and never guesses.
/// </summary>
internal sealed class Probing(RunScope scope, PlannedStep step, RunStepContext context)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private Operation Action => step.Action;

    private StepState State => scope.State.Step(step.Id);

    /// <summary>For a step of which nothing was begun, or that is known to have failed.</summary>
    public Task<ProbeDecision> BeforeRunAsync() =>
        Action.Effect is EffectClass.ReadOnly or EffectClass.Human
            ? Task.FromResult(ProbeDecision.Run)
            : DecideAsync(isInDoubt: false);

    /// <summary>For a step whose effect may have happened. Its old attempt must be known to be dead.</summary>
    public Task<ProbeDecision> InDoubtAsync() =>
        Action.Effect is EffectClass.ReadOnly or EffectClass.Human
            ? Task.FromResult(ProbeDecision.Run)
            : DecideAsync(isInDoubt: true);

    private async Task<ProbeDecision> DecideAsync(bool isInDoubt)
    {
        var probe = await SettledAsync().ConfigureAwait(false);
        if (isInDoubt)
            Journal(probe);
        switch (probe.State)
        {
            case ProbeState.Done:
                RecordDone(probe, isInDoubt ? Outcomes.Reconstructed : Outcomes.Satisfied);
                return ProbeDecision.Done;
            case ProbeState.NotDone:
            case ProbeState.Unknown when !isInDoubt || Action.Effect == EffectClass.Convergent:
                return ProbeDecision.Run;
            case ProbeState.Partial when Action.CanRepair:
                scope.Emit(
                    RunEventKind.Note,
                    step,
                    $"clearing what an unfinished attempt left: {probe.Evidence}"
                );
                await Action.RepairAsync(context, scope.Control.Cancel).ConfigureAwait(false);
                return ProbeDecision.Run;
            default:
                throw new RunHeldException(RunStatus.InDoubt, Message(probe, isInDoubt));
        }
    }

    private async Task<Probe> SettledAsync()
    {
        var isTold = false;
        while (true)
        {
            var probe = await LookAsync().ConfigureAwait(false);
            if (probe.State != ProbeState.InFlight)
                return probe;
            if (!isTold)
                scope.Emit(
                    RunEventKind.Waiting,
                    step,
                    $"an earlier attempt is still at work: {probe.Evidence}"
                );
            isTold = true;
            await scope
                .Services.Pause.UntilAsync(scope.Now + Look, Look, scope.Control.Stop)
                .ConfigureAwait(false);
        }
    }

    // A probe that throws has seen nothing.
    private async Task<Probe> LookAsync()
    {
        try
        {
            var look = step.Spec.Probe?.Run ?? Action.ProbeAsync;
            return await look(context, scope.Control.Cancel).ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is not (OperationCanceledException or JournalException or RunHeldException))
        {
            return Probe.Unknown($"the probe itself failed: {e.Message}");
        }
    }

    private void RecordDone(Probe probe, string how)
    {
        var result = probe.Result is null or Unit ? EmptyResult(probe) : probe.Result;
        new OutcomeRecords(scope, step, context).Ended(how, result, [probe.Evidence]);
        scope.Emit(RunEventKind.StepSatisfied, step, probe.Evidence);
    }

    // An author's own probe says only that it is done: without a result nothing may depend on the missing value.
    private object? EmptyResult(Probe probe) =>
        Action.ResultType == typeof(Unit) ? Unit.Value
        : Action.ResultType == typeof(Verdict) ? Verdict.Pass(probe.Evidence)
        : probe.Result is null && IsRead() ? throw new RunHeldException(RunStatus.InDoubt, NoResult(probe))
        : null;

    private bool IsRead() =>
        scope.Plan.Steps.Any(s => s.Action.Reads.Any(r => r.StepId == step.Id))
        || scope.Plan.Steps.Any(s => s.Spec.Conditions.Any(c => c.Reads.Any(r => r.StepId == step.Id)));

    private string NoResult(Probe probe) =>
        $"'{step.Id}' is done ({probe.Evidence}), but its result, which later steps read, was lost with the interrupted "
        + $"process. Give it: `runbook resolve {scope.Journal.RunId} {step.Id} --done --result JSON --reason …`.";

    private void Journal(Probe probe) =>
        scope.Append(
            Body.Record(
                RecordTypes.StepProbe,
                step.Id,
                State.Attempts,
                w =>
                {
                    w.WriteString("state", probe.State.ToString());
                    w.WriteString("evidence", scope.Redactor.Mask(probe.Evidence));
                }
            )
        );

    private string Message(Probe probe, bool isInDoubt)
    {
        var what = isInDoubt ? $"is in doubt: {State.Reason}" : "cannot begin";
        return $"'{step.Id}' {what}. The probe says {probe.State}: {probe.Evidence} Look for yourself, then settle it: "
            + $"`runbook resolve {scope.Journal.RunId} {step.Id} --done | --rerun | --undone | --skip --reason \"…\"`.";
    }
}
