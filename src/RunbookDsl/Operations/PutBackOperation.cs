namespace RunbookDsl;

/// <summary>
/// Undoes a temporary step as a step of its own, with the value captured before the change.
/// </summary>
internal sealed record PutBackOperation(StepSlot Source) : Operation<Unit>, IPutsBack
{
    public override string Kind => "PutBack";

    public override string Description => $"put back \"{Source.Spec.Name}\": {HowText}";

    public override EffectClass Effect => EffectClass.Convergent;

    public string TargetId => Source.Spec.Id;

    public override IReadOnlyList<Fact> Facts => [new("step", TargetId)];

    private string HowText => Source.Spec.Undo?.Text ?? Source.Spec.Action?.UndoDescription ?? "its undo";

    public override string? Verification =>
        Source.Spec.Undo is null or { Probe: not null } ? "it is as it was before the change" : null;

    public override bool CanAttach => Source.Spec.Undo?.Attach is not null;

    public override async Task<Unit> AttachAsync(
        StepContext context,
        string handle,
        CancellationToken cancellation
    )
    {
        await Source.Spec.Undo!.Attach!(context.Of(TargetId), handle, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }

    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Source.Spec.Undo is { } own
            ? own.Probe?.Invoke(context.Of(TargetId), cancellation) ?? base.ProbeAsync(context, cancellation)
            : Source.Spec.Action!.ProbeUndoAsync(context.Of(TargetId), cancellation);

    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var target = context.Of(TargetId);
        var undo = Source.Spec.Undo?.Run ?? Source.Spec.Action!.RevertAsync;
        await undo(target, target.Result, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }

    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    )
    {
        var probe = await ProbeAsync(context, cancellation).ConfigureAwait(false);
        return probe.State switch
        {
            ProbeState.Done => Verdict.Pass(probe.Evidence),
            // The undo itself did not fail; whoever reads this knows that it is all there is.
            ProbeState.Unknown => Verdict.Pass($"nobody looked whether it is as before: {probe.Evidence}"),
            _ => Verdict.Fail($"{probe.State}: {probe.Evidence}"),
        };
    }
}
