namespace RunbookDsl.Tests.Planning;

/// <summary>A change that can be taken back.</summary>
internal sealed record Switch(string Name) : Operation<Unit>
{
    public override string Kind => "Switch";

    public override string Description => $"switch {Name} on";

    public override EffectClass Effect => EffectClass.Convergent;

    public override string? UndoDescription => $"switch {Name} off";

    public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Unit.Value);

    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        Task.CompletedTask;
}
