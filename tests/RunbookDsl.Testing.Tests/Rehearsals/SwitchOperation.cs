namespace RunbookDsl.Testing.Tests;

/// <summary>Sets a switch as a good operation does it: probe, captured value, verification, undo.</summary>
internal sealed record SwitchOperation(string Name, string Value) : Operation<Unit>
{
    public override string Kind => "Board.Set";

    public override string Description => $"set {Name} to {Value}";

    public override EffectClass Effect => EffectClass.Convergent;

    public override string Verification => $"{Name} is {Value}";

    public override string UndoDescription => $"set {Name} to what it was";

    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        await context.Switches().GetAsync(context, Name) == Value
            ? Probe.Done($"{Name} is {Value}")
            : Probe.NotDone($"{Name} is not {Value}");

    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Captured.Of(Name, await context.Switches().GetAsync(context, Name));

    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await context.Switches().SetAsync(context, Name, Value);
        return Unit.Value;
    }

    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) =>
        await context.Switches().GetAsync(context, Name) is var now && now == Value
            ? Verdict.Pass($"{Name} is {now}")
            : Verdict.Fail($"{Name} is {now}");

    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        context.Switches().SetAsync(context, Name, context.Before![Name]!);
}
