namespace RunbookDsl.Testing;

/// <summary>An operation of a random plan: counts in the world how often its effect happened.</summary>
internal sealed record ModelOperation(ModelWorld World, EffectServer Server, StepRecipe Recipe)
    : Operation<string>
{
    public override string Kind => "Model";

    public override string Description => Recipe.ToString();

    public override EffectClass Effect => Recipe.Effect;

    public override IReadOnlyList<Fact> Facts => [new("recipe", Recipe.ToString())];

    public override string? UndoDescription => Recipe.HasUndo ? "take it back" : null;

    internal static string Result(string id) => $"result of {id}";

    private bool Tells =>
        Recipe.Probe == ProbeHabit.Honest || (Recipe.Probe == ProbeHabit.Lying && World.IsTrueNow());

    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(
            !Tells ? Probe.Unknown("cannot tell")
            : Server.Get(Recipe.Id) is null ? Probe.NotDone("not there")
            : Probe.Done("there", Result(Recipe.Id))
        );

    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult<Captured?>(Captured.Of("value", Server.Get(Recipe.Id)));

    public override async Task<string> RunAsync(StepContext context, CancellationToken cancellation)
    {
        if (Recipe.Block != 0)
            await World.TurnAsync().ConfigureAwait(false);
        World.OnEffect();
        var isGood = World.Try(Recipe.Id) > Recipe.Failures;
        if (!isGood && Recipe.Failure == Failure.Known)
            throw new OperationFailedException("it failed");
        if (!isGood && Recipe.Failure == Failure.UnknownBefore)
            throw new OutcomeUnknownException("nobody can tell");
        Happen(context);
        if (!isGood && Recipe.Failure == Failure.UnknownAfter)
            throw new OutcomeUnknownException("nobody can tell");
        return Result(Recipe.Id);
    }

    public override Task UndoAsync(StepContext context, string result, CancellationToken cancellation)
    {
        Server.Set(context, Recipe.Id, context.Before?["value"]);
        return Task.CompletedTask;
    }

    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(
            !Tells ? Probe.Unknown("cannot tell")
            : Server.Get(Recipe.Id) is null ? Probe.Done("gone")
            : Probe.NotDone("still there")
        );

    // A second effect shows: only what is convergent may happen twice.
    private void Happen(StepContext context)
    {
        if (Effect == EffectClass.ReadOnly)
            return;
        var times =
            Server.Get(Recipe.Id) is { } value && Effect != EffectClass.Convergent ? value + "+1" : "1";
        Server.Set(context, Recipe.Id, times);
    }
}
