namespace RunbookDsl;

/// <summary>Turns the script's blocks into steps that know what they wait for.</summary>
internal sealed class PlanShape(List<AuthoringError> errors)
{
    private readonly List<DraftStep> _drafts = [];
    private int _blocks;

    public List<DraftStep> Flatten(PlanNode root)
    {
        Visit(root, [], null);
        ResolveNeeds();
        return _drafts;
    }

    // Returns the steps that whatever comes next has to wait for.
    private IReadOnlyList<DraftStep> Visit(
        PlanNode node,
        IReadOnlyList<DraftStep> before,
        ParallelLimit? limit
    )
    {
        if (node.Slot is { } slot)
            return [Add(slot, node.Scope, before, limit)];
        return node.IsParallel ? VisitParallel(node, before, limit) : VisitSequence(node, before, limit);
    }

    private IReadOnlyList<DraftStep> VisitSequence(
        PlanNode node,
        IReadOnlyList<DraftStep> before,
        ParallelLimit? limit
    )
    {
        foreach (var child in node.Children)
            before = Visit(child, before, limit);
        return before;
    }

    private IReadOnlyList<DraftStep> VisitParallel(
        PlanNode node,
        IReadOnlyList<DraftStep> before,
        ParallelLimit? limit
    )
    {
        var own = node.Most > 0 ? new ParallelLimit(++_blocks, node.Most) : limit;
        var last = new List<DraftStep>();
        foreach (var child in node.Children)
            last.AddRange(Visit(child, before, own));
        return last.Count == 0 ? before : last;
    }

    private DraftStep Add(StepSlot slot, Scope scope, IReadOnlyList<DraftStep> before, ParallelLimit? limit)
    {
        var draft = new DraftStep(slot, scope, before) { Limit = limit, Position = _drafts.Count };
        _drafts.Add(draft);
        return draft;
    }

    private void ResolveNeeds()
    {
        Dictionary<string, DraftStep>? byId = null;
        foreach (var draft in _drafts)
        {
            if (draft.Spec.Needs is not { } needs)
                continue;
            byId ??= ById();
            draft.Needs = Resolve(draft, needs, byId);
        }
    }

    private Dictionary<string, DraftStep> ById()
    {
        var byId = new Dictionary<string, DraftStep>(_drafts.Count);
        foreach (var draft in _drafts)
            byId.TryAdd(draft.Spec.Id, draft);
        return byId;
    }

    private List<DraftStep> Resolve(
        DraftStep draft,
        IReadOnlyList<StepNeed> needs,
        Dictionary<string, DraftStep> byId
    )
    {
        var found = new List<DraftStep>(needs.Count);
        foreach (var need in needs)
        {
            if (need.IsText && byId.TryGetValue(draft.Scope.Id(need.Id), out var near))
                found.Add(near);
            else if (byId.TryGetValue(need.Id, out var step))
                found.Add(step);
            else
                errors.Add(new("RB0104", Unknown(draft.Spec, need.Id, byId.Keys), draft.Spec.Where));
        }
        return found;
    }

    private static string Unknown(StepSpec spec, string need, IReadOnlyCollection<string> known) =>
        $"step '{spec.Id}' needs '{need}', which is no step{Nearest.Suggest(need, known)}; "
        + $"known: {string.Join(", ", known.Take(12))}{(known.Count > 12 ? ", …" : "")}.";
}
