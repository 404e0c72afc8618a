using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Looks at the world for a step and decides: run, done, or hold. Waits for what is in flight, clears what is
/// partial, and never guesses.
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

    /// <summary>
    /// For a step whose effect may have happened. Its old attempt must be known to be dead.
    /// </summary>
    public Task<ProbeDecision> InDoubtAsync() =>
        Action.Effect is EffectClass.ReadOnly or EffectClass.Human
            ? Task.FromResult(ProbeDecision.Run)
            : DecideAsync(isInDoubt: true);

    /// <summary>
    /// What the world says about an attempt without a good outcome; written down, nothing decided.
    /// </summary>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<Probe> DoubtfulAsync()
    {
        var probe = await SettledAsync(isInDoubt: true).ConfigureAwait(false);
        Journal(probe);
        return probe;
    }

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private async Task<ProbeDecision> DecideAsync(bool isInDoubt)
    {
        if (NothingToPutBack() is { } why)
            return RecordDone(Probe.Done(why), Outcomes.Satisfied);
        var probe = await SettledAsync(isInDoubt).ConfigureAwait(false);
        if (isInDoubt && step.Spec.HoldsInDoubt)
            throw new RunHeldException(RunStatus.InDoubt, Journaled(probe));
        // What an earlier attempt of this run may have done is our own doing, and is taken back by the undo.
        var isOurs = isInDoubt || State.IsTouched;
        if (isInDoubt)
            Journal(probe);
        return probe.State switch
        {
            ProbeState.Done => RecordDone(probe, isOurs ? Outcomes.Reconstructed : Outcomes.Satisfied),
            ProbeState.NotDone => ProbeDecision.Run,
            ProbeState.Unknown when !isInDoubt || Action.Effect == EffectClass.Convergent =>
                ProbeDecision.Run,
            ProbeState.Partial when step.CanRepair() => Repair(probe),
            ProbeState.Partial when Action.Effect == EffectClass.Convergent => ProbeDecision.Run,
            ProbeState.Partial or ProbeState.Conflict when State.RerunOrdered => ProbeDecision.Run,
            _ => throw new RunHeldException(
                isOurs ? RunStatus.InDoubt : RunStatus.Held,
                Message(probe, isInDoubt)
            ),
        };
    }

    // Nobody may put back what was so before the run, what never ran, or what is back already.
    private string? NothingToPutBack() =>
        Action is IPutsBack puts && !scope.State.Step(puts.TargetId).IsOnRestoreList
            ? $"'{puts.TargetId}' left nothing to put back"
            : null;

    private ProbeDecision Repair(Probe probe)
    {
        scope.Emit(RunEventKind.Note, step, $"to clear what an unfinished attempt left: {probe.Evidence}");
        return ProbeDecision.Repair;
    }

    /// <summary>
    /// Looks until nothing is in flight any more, or for as long as an old attempt is waited for. No probe is
    /// asked while a process of an attempt in doubt lives: what it says could be wrong a moment later.
    /// </summary>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<Probe> SettledAsync(bool isInDoubt, Func<Task<Probe>>? look = null)
    {
        look ??= () =>
            new Looking(scope).AtAsync(c => (step.Spec.Probe?.Run ?? Action.ProbeAsync)(context, c));
        var began = scope.Services.Clock.GetTimestamp();
        var isTold = false;
        while (true)
        {
            var probe = isInDoubt ? Alive() : null;
            probe ??= await look().ConfigureAwait(false);
            var waited = scope.Services.Clock.GetElapsedTime(began);
            var isOver = isInDoubt && scope.Control.Stop.IsCancellationRequested;
            if (probe.State != ProbeState.InFlight || isOver || waited >= scope.Services.OldAttemptPatience)
                return probe;
            if (!isTold)
                scope.Emit(
                    RunEventKind.Waiting,
                    step,
                    $"an earlier attempt is still at work: {probe.Evidence}"
                );
            isTold = true;
            await scope
                .Services.Pause.UntilAsync(DateTimeOffset.MaxValue, Look, scope.Control.Stop)
                .ConfigureAwait(false);
        }
    }

    private Probe? Alive() =>
        scope.Processes.Alive(step.Id) is { Count: > 0 } processes
            ? Probe.InFlight($"{string.Join(", ", processes)} may still be at work; nobody asked the probe")
            : null;

    private string Journaled(Probe probe)
    {
        Journal(probe);
        return Message(probe, isInDoubt: true);
    }

    private ProbeDecision RecordDone(Probe probe, string how)
    {
        var result = probe.Result is null or Unit ? EmptyResult(probe) : probe.Result;
        new OutcomeRecords(scope, step, context).Ended(how, result, [probe.Evidence]);
        scope.Emit(RunEventKind.StepSatisfied, step, probe.Evidence);
        return ProbeDecision.Done;
    }

    // An author's own probe says only that it is done: without a result nothing may depend on the missing
    // value.
    private object? EmptyResult(Probe probe) =>
        Action.ResultType == typeof(Unit) ? Unit.Value
        : Action.ResultType == typeof(Verdict) ? Verdict.Pass(probe.Evidence)
        : step.IsResultWanted(scope.Plan) ? throw new RunHeldException(RunStatus.InDoubt, NoResult(probe))
        : null;

    private string NoResult(Probe probe) =>
        $"'{step.Id}' is done ({probe.Evidence}), but nobody has its result, which is read later. Give it: "
        + $"`runbook resolve {scope.Journal.RunId} {step.Id} --done --result JSON --reason …`.";

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
        return $"'{step.Id}' {Sentence.Of(what)} The probe says {probe.State}: {Sentence.Of(probe.Evidence)} "
            + Messages.Settle(scope, step);
    }
}
