namespace RunbookDsl;

/// <summary>The shape of a script: steps, one after the other or side by side.</summary>
internal sealed class PlanNode
{
    private readonly List<PlanNode> _children = [];

    private PlanNode(StepSlot? slot, Scope scope, bool isParallel, int most) =>
        (Slot, Scope, IsParallel, Most) = (slot, scope, isParallel, most);

    public StepSlot? Slot { get; }

    public Scope Scope { get; }

    public bool IsParallel { get; }

    /// <summary>Most branches at once; 0 is no limit of its own.</summary>
    public int Most { get; }

    public IReadOnlyList<PlanNode> Children => _children;

    public static PlanNode Step(StepSlot slot, Scope scope) => new(slot, scope, false, 0);

    public static PlanNode Sequence() => new(null, Scope.Root, false, 0);

    public static PlanNode Parallel(int most) => new(null, Scope.Root, true, most);

    public void Add(PlanNode child) => _children.Add(child);
}
