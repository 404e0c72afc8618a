using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing;

/// <summary>The world of a random plan, and the order in which its branches get on.</summary>
internal sealed class ModelWorld(Recipe recipe, Random random)
{
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly Dictionary<string, int> _tries = [];

    /// <summary>Called at each effect; the operator may press a key then.</summary>
    internal Action OnEffect { get; set; } = () => { };

    internal Plan Plan(EffectServer server)
    {
        var session = new AuthoringSession(new AuthoringInputs("/runbooks/random.csx"));
        using (session.Enter())
            for (var i = 0; i < recipe.Steps.Count; )
                i = Add(server, i);
        return session.Build();
    }

    /// <summary>Attempts of a step so far, this one included.</summary>
    internal int Try(string id)
    {
        lock (_waiting)
            return _tries[id] = _tries.GetValueOrDefault(id) + 1;
    }

    /// <summary>Whether a probe that lies now and then tells the truth this time.</summary>
    internal bool IsTrueNow()
    {
        lock (_waiting)
            return random.Next(2) == 0;
    }

    /// <summary>Waits until it is this branch's turn.</summary>
    internal Task TurnAsync()
    {
        // Goes on where it is let go, so that one seed gives one order.
        var turn = new TaskCompletionSource();
        lock (_waiting)
            _waiting.Add(turn);
        return turn.Task;
    }

    /// <summary>Lets one of those who wait go on. False if nobody waits.</summary>
    internal bool LetOneGo()
    {
        TaskCompletionSource turn;
        lock (_waiting)
        {
            if (_waiting.Count == 0)
                return false;
            var index = random.Next(_waiting.Count);
            turn = _waiting[index];
            _waiting.RemoveAt(index);
        }
        turn.SetResult();
        return true;
    }

    private int Add(EffectServer server, int first)
    {
        var block = recipe.Steps[first].Block;
        var end = first + 1;
        while (block != 0 && end < recipe.Steps.Count && recipe.Steps[end].Block == block)
            end++;
        var steps = new Dictionary<string, StepBuilder>();
        if (end - first > 1)
            Parallel(() =>
            {
                for (var i = first; i < end; i++)
                    Add(server, recipe.Steps[i], steps);
            });
        else
            Add(server, recipe.Steps[first], steps);
        return end;
    }

    private void Add(EffectServer server, StepRecipe step, Dictionary<string, StepBuilder> siblings)
    {
        var draft = Step(step.Id);
        if (step.Condition is { } holds)
            draft = draft.When(holds, "known beforehand");
        if (step.Attempts > 1)
            draft = draft.Retry(step.Attempts);
        if (step.Needs is { } needs && siblings.TryGetValue(needs, out var sibling))
            draft = draft.Needs(sibling);
        var operation = new ModelOperation(this, server, step);
        var built = draft.Run(step.IsTemporary ? Temporarily(operation) : operation);
        siblings[step.Id] = step.HasUndo ? built : built.NoUndo("it has none");
    }
}
