namespace RunbookDsl.Testing;

/// <summary>Sets one value of the effect server.</summary>
internal sealed record SettingOperation(EffectServer Server, string Name, string Value) : Operation<Unit>
{
    public override string Kind => "Effects.Setting";

    public override string Description => $"set {Name} to {Value}";

    public override EffectClass Effect => EffectClass.Convergent;

    public override string? Verification => $"{Name} is {Value}";

    public override string? UndoDescription => $"set {Name} back";

    public override IReadOnlyList<Fact> Facts => [new("name", Name), new("value", Value)];

    private string Seen => $"{Name} is {Server.Get(Name) ?? "not set"}";

    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Server.Get(Name) == Value ? Probe.Done(Seen) : Probe.NotDone(Seen));

    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult<Captured?>(Captured.Of(Name, Server.Get(Name)));

    public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        Server.Set(context, Name, Value);
        return Task.FromResult(Unit.Value);
    }

    public override Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) => Task.FromResult(Server.Get(Name) == Value ? Verdict.Pass(Seen) : Verdict.Fail(Seen));

    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation)
    {
        Server.Set(context, Name, context.Before?[Name]);
        return Task.CompletedTask;
    }

    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Server.Get(Name) == context.Before?[Name] ? Probe.Done(Seen) : Probe.NotDone(Seen));
}
