namespace RunbookDsl.Testing;

/// <summary>A random plan: drawn from a seed, and smaller by a step when it is shrunk.</summary>
internal sealed record Recipe(IReadOnlyList<StepRecipe> Steps)
{
    private static readonly EffectClass[] Classes =
    [
        EffectClass.ReadOnly,
        EffectClass.Convergent,
        EffectClass.Convergent,
        EffectClass.Additive,
        EffectClass.NonIdempotent,
        EffectClass.NonIdempotent,
        EffectClass.Irreversible,
    ];

    internal static Recipe Draw(Random random)
    {
        var steps = new List<StepRecipe>();
        var count = random.Next(2, 9);
        var block = 0;
        for (var i = 1; i <= count; i++)
        {
            block = random.Next(3) == 0 ? (block == 0 ? i : 0) : block;
            steps.Add(Step(random, $"s{i}", block, steps));
        }
        return new Recipe(steps);
    }

    /// <summary>The same without one step, and without the needs of it.</summary>
    internal Recipe Without(int index)
    {
        var gone = Steps[index].Id;
        return new Recipe([
            .. Steps.Where((_, i) => i != index).Select(s => s.Needs == gone ? s with { Needs = null } : s),
        ]);
    }

    public override string ToString() => string.Join('\n', Steps.Select(s => $"    {s}"));

    private static StepRecipe Step(Random random, string id, int block, List<StepRecipe> before)
    {
        var effect = Classes[random.Next(Classes.Length)];
        var isChange = effect != EffectClass.ReadOnly;
        var failure = random.Next(4) == 0 ? (Failure)random.Next(1, isChange ? 4 : 2) : Failure.None;
        var siblings = before.FindAll(s => s.Block == block);
        return new StepRecipe(id, effect)
        {
            Probe = isChange ? (ProbeHabit)random.Next(3) : ProbeHabit.None,
            Failure = failure,
            Failures = failure == Failure.None ? 0 : random.Next(1, 3),
            Attempts = random.Next(1, 4),
            IsTemporary = effect == EffectClass.Convergent && random.Next(3) == 0,
            Condition = random.Next(6) == 0 ? random.Next(2) == 0 : null,
            Block = block,
            Needs =
                block != 0 && siblings.Count > 0 && random.Next(3) == 0
                    ? siblings[random.Next(siblings.Count)].Id
                    : null,
            HasUndo = effect is EffectClass.Convergent or EffectClass.Additive || random.Next(2) == 0,
        };
    }
}
