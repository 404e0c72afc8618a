namespace RunbookDsl;

/// <summary>A step on its way into the plan, with the steps it waits for.</summary>
internal sealed class DraftStep(StepSlot slot, Scope scope, IReadOnlyList<DraftStep> before)
{
    public StepSlot Slot { get; } = slot;

    public StepSpec Spec => Slot.Spec;

    public Scope Scope { get; } = scope;

    /// <summary>What it waits for; replaced when the author wrote <c>.Needs</c>.</summary>
    public IReadOnlyList<DraftStep> Needs { get; set; } = before;

    public ParallelLimit? Limit { get; init; }

    /// <summary>Position in the script.</summary>
    public int Position { get; set; }

    /// <summary>Position in the order of execution.</summary>
    public int Index { get; set; }

    public string[] NeedIds()
    {
        var ids = new string[Needs.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = Needs[i].Spec.Id;
        return ids;
    }
}
