namespace RunbookDsl.Testing.Tests.Transcripts;

/// <summary>Sets a switch; looks first, keeps what was there, looks again.</summary>
internal sealed record Switch(string Name, string Value) : Operation<Unit>
{
    public TimeSpan Takes { get; init; }

    public override string Kind => "Board.Switch";

    public override string Description => $"switch {Name} to {Value}";

    public override EffectClass Effect => EffectClass.Convergent;

    public override string? Verification => $"{Name} is {Value}";

    public override string? UndoDescription => $"switch {Name} back";

    public override IReadOnlyList<Fact> Facts => [new("switch", Name), new("value", Value)];

    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        await Board(context).GetAsync(Name, cancellation) == Value
            ? Probe.Done($"{Name} is {Value}")
            : Probe.NotDone($"{Name} is not {Value}");

    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Captured.Of(Name, await Board(context).GetAsync(Name, cancellation));

    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        if (Takes > TimeSpan.Zero)
            await context.WaitAsync(Takes, cancellation);
        await Board(context).SetAsync(Name, Value, cancellation);
        context.Note($"{Name} was switched in {context.Directory}");
        return Unit.Value;
    }

    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) =>
        await Board(context).GetAsync(Name, cancellation) is var now && now == Value
            ? Verdict.Pass($"it is {now}")
            : Verdict.Fail($"it is {now}");

    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        Board(context).SetAsync(Name, context.Before?[Name], cancellation);

    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        await Board(context).GetAsync(Name, cancellation) == context.Before?[Name]
            ? Probe.Done($"{Name} is back")
            : Probe.NotDone($"{Name} is not back");

    private static Switchboard Board(StepContext context) => context.Port<Switchboard>();
}
