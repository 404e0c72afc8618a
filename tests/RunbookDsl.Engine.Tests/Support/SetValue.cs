namespace RunbookDsl.Engine.Tests.Support;

/// <summary>
/// Sets one value of the effect server: captures, probes, verifies and takes back as a real operation does.
/// </summary>
internal sealed record SetValue(EffectServer Server, string Name, string Value) : Operation<Unit>
{
    public EffectClass Class { get; init; } = EffectClass.Convergent;

    /// <summary>What the probe says instead of looking; null looks.</summary>
    public Func<StepContext, Probe>? Says { get; init; }

    /// <summary>Runs instead of the plain effect.</summary>
    public Func<StepContext, CancellationToken, Task>? Body { get; init; }

    /// <summary>Runs instead of the plain undo.</summary>
    public Func<StepContext, Task>? Back { get; init; }

    public bool Repairs { get; init; }

    public override string Kind => "Set";

    public override string Description => $"set {Name} to {Value}";

    public override EffectClass Effect => Class;

    public override string? Verification => $"{Name} is {Value}";

    public override string? UndoDescription => $"set {Name} back";

    public override bool CanRepair => Repairs;

    public override IReadOnlyList<Fact> Facts => [new("name", Name), new("value", Value)];

    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(
            Says?.Invoke(context)
                ?? (
                    Server.Get(Name) == Value
                        ? Probe.Done($"{Name} is {Value}")
                        : Probe.NotDone($"{Name} is {Server.Get(Name) ?? "not set"}")
                )
        );

    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult<Captured?>(Captured.Of("value", Server.Get(Name)));

    public override Task RepairAsync(StepContext context, CancellationToken cancellation)
    {
        Server.Set(Name, "repaired");
        return Task.CompletedTask;
    }

    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        if (Body is not null)
            await Body(context, cancellation).ConfigureAwait(false);
        else
            Server.Set(Name, Value);
        return Unit.Value;
    }

    public override Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) =>
        Task.FromResult(
            Body is not null || Server.Get(Name) == Value
                ? Verdict.Pass($"it is {Server.Get(Name)}")
                : Verdict.Fail($"it is {Server.Get(Name)}")
        );

    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation)
    {
        if (Back is not null)
            return Back(context);
        Server.Set(Name, context.Before?["value"]);
        return Task.CompletedTask;
    }

    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(
            Server.Get(Name) == context.Before?["value"]
                ? Probe.Done($"{Name} is {Server.Get(Name) ?? "not set"}")
                : Probe.NotDone($"{Name} is {Server.Get(Name) ?? "not set"}")
        );
}
