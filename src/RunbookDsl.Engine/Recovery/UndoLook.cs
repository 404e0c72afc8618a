using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Looks at the world for an undo: after an interruption, and whether what ended has helped.
/// </summary>
internal sealed class UndoLook(RunScope scope, PlannedStep step)
{
    private readonly RunStepContext _context = new(scope, step, scope.Control.Cancel) { IsUndo = true };
    private readonly Looking _looking = new(scope);

    /// <summary>
    /// What became of an undo without an outcome: done, or not done, so that it may run again. Anything else
    /// holds the run.
    /// </summary>
    public async Task<Probe> AfterInterruptionAsync(RunStepContext context)
    {
        var probe = await new Probing(scope, step, context)
            .SettledAsync(isInDoubt: true, ProbeAsync)
            .ConfigureAwait(false);
        scope.Append(
            Body.Record(
                RecordTypes.UndoProbe,
                step.Id,
                0,
                w =>
                {
                    w.WriteString("state", probe.State.ToString());
                    w.WriteString("evidence", scope.Redactor.Mask(probe.Evidence));
                }
            )
        );
        var mayRepeat = IsRepeatable && probe.State is ProbeState.Unknown or ProbeState.Partial;
        return probe.State is ProbeState.Done or ProbeState.NotDone || mayRepeat
            ? probe
            : throw new RunHeldException(
                RunStatus.InDoubt,
                $"The undo of '{step.Id}' was begun and its outcome was never written. The probe says "
                    + $"{probe.State}: "
                    + $"{Sentence.Of(probe.Evidence)} Look for yourself, then `runbook resolve "
                    + $"{scope.Journal.RunId} {step.Id} --undone "
                    + "--reason \"…\"`, or --rerun."
            );
    }

    /// <summary>
    /// Taken back and yet there: whoever said so was wrong, and the run must not close over it. A look that
    /// fails has not seen that it is gone.
    /// </summary>
    public async Task VerifyAsync()
    {
        var probe = await ProbeAsync().ConfigureAwait(false);
        var isThere = probe.State is not (ProbeState.Done or ProbeState.Unknown);
        if (probe.State == ProbeState.Unknown && !_looking.HasSeen)
            throw new RunHeldException(
                RunStatus.Held,
                $"The undo of '{step.Id}' ended, but nobody could look whether it helped: "
                    + $"{Sentence.Of(scope.Redactor.Mask(probe.Evidence))} `runbook undo "
                    + $"{scope.Journal.RunId}` looks again; or look yourself, then `runbook resolve "
                    + $"{scope.Journal.RunId} {step.Id} --undone --reason \"…\"`."
            );
        scope.Append(
            Body.Record(
                RecordTypes.UndoVerified,
                step.Id,
                0,
                w => w.WriteString(isThere ? "failed" : "evidence", scope.Redactor.Mask(probe.Evidence))
            )
        );
        if (isThere)
            throw new RunHeldException(
                RunStatus.Held,
                $"The undo of '{step.Id}' ended, but the probe says {probe.State}: "
                    + $"{Sentence.Of(probe.Evidence)} "
                    + $"`runbook undo {scope.Journal.RunId}` tries again; or take it back by hand, then "
                    + $"`runbook resolve {scope.Journal.RunId} {step.Id} --undone --reason \"…\"`."
            );
    }

    // What puts a captured value back can be done twice; an author's own undo is only known to its author.
    private bool IsRepeatable => step.Spec.Undo is null && step.Action.Effect == EffectClass.Convergent;

    // An undo of the author's own is looked at through its operation, or else through the author's look at
    // the step: done becomes not done.
    private Task<Probe> ProbeAsync() =>
        _looking.AtAsync(async cancellation =>
        {
            if (step.Spec.Undo?.Probe is { } look)
                return await look(_context, cancellation).ConfigureAwait(false);
            if (step.Spec.Probe is not { } own)
                return step.Spec.Undo is null
                    ? await step.Action.ProbeUndoAsync(_context, cancellation).ConfigureAwait(false)
                    : Probe.Unknown("the author's undo has no probe");
            var probe = await own.Run(_context, cancellation).ConfigureAwait(false);
            return probe.State switch
            {
                ProbeState.Done => Probe.NotDone($"still there: {probe.Evidence}"),
                ProbeState.NotDone => Probe.Done(probe.Evidence),
                _ => probe,
            };
        });
}
