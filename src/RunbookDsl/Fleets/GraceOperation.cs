namespace RunbookDsl;

/// <summary>Waits for what is still at work on a member that was taken out.</summary>
/// <param name="Time">How long.</param>
internal sealed record GraceOperation(TimeSpan Time) : Operation<Unit>
{
    public override string Kind => "Fleet.Grace";

    public override string Description => $"wait {Durations.Text(Time)} for what is still at work";

    public override EffectClass Effect => EffectClass.ReadOnly;

    public override IReadOnlyList<Fact> Facts => [new("time", Durations.Text(Time))];

    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await context.WaitAsync(Time, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }
}
