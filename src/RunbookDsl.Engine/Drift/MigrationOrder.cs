namespace RunbookDsl.Engine;

/// <summary>
/// Which steps of today's plan stand before one that is completed already. Linear in steps and needs.
/// </summary>
internal sealed class MigrationOrder
{
    private readonly RunState _state;
    private readonly Plan _plan;
    private readonly Dictionary<string, string> _oldIds = [];
    private readonly HashSet<string> _added = [];
    private readonly List<PlannedStep> _removed = [];
    private readonly Dictionary<string, string> _before;
    private readonly Dictionary<string, string> _beforeThen;

    public MigrationOrder(RunState state, Plan plan, Plan from, PlanChanges changes)
    {
        (_state, _plan) = (state, plan);
        foreach (var change in changes.Steps)
            if (change.Kind == ChangeKind.Added)
                _added.Add(change.Id);
            else if (change.Kind == ChangeKind.Renamed)
                _oldIds[change.Id] = change.OldId!;
            else if (
                change.Kind == ChangeKind.Removed
                && state.Step(change.Id) is var gone
                && (IsDone(gone) || gone.IsTouched)
                && from.Find(change.Id) is { } step
            )
                _removed.Add(step);
        _before = Before(plan, IsDone);
        _beforeThen = Before(from, id => IsDone(_state.Step(id)));
    }

    /// <summary>What a step of today's plan is called in the journal; null for a new one.</summary>
    public string? OldIdOf(string id) => _added.Contains(id) ? null : _oldIds.GetValueOrDefault(id, id);

    /// <summary>
    /// A completed step that is gone and did just what this new one does, so that it may be the same under
    /// another id.
    /// </summary>
    public string? RemovedLike(PlannedStep step)
    {
        foreach (var gone in _removed)
            if (gone.Code is not null && step.Code is not null ? gone.Code == step.Code : IsAlike(gone, step))
                return gone.Id;
        return null;
    }

    private static bool IsAlike(PlannedStep gone, PlannedStep step) =>
        gone.Action.Kind == step.Action.Kind && gone.Action.Description == step.Action.Description;

    /// <summary>A completed step that comes after this one; null when there is none.</summary>
    public string? DoneAfter(string id) => _before.GetValueOrDefault(id);

    /// <summary>Completed steps that would now come after one that was there before and is not
    /// completed.</summary>
    public IEnumerable<(string Done, string Open)> Violations()
    {
        foreach (var step in _plan.Steps)
            if (
                OldIdOf(step.Id) is { } old
                && !IsDone(step.Id)
                && DoneAfter(step.Id) is { } done
                && !_beforeThen.ContainsKey(old)
            )
                yield return (done, step.Id);
    }

    /// <summary>Whether the effect of a step is there, or it was left out for good.</summary>
    public static bool IsDone(StepState step) => step.IsFinished || step.Phase == StepPhase.Ok;

    private bool IsDone(string id) => OldIdOf(id) is { } old && IsDone(_state.Step(old));

    private static Dictionary<string, string> Before(Plan plan, Func<string, bool> isDone)
    {
        var before = new Dictionary<string, string>();
        for (var i = plan.Steps.Count - 1; i >= 0; i--)
        {
            var step = plan.Steps[i];
            if ((isDone(step.Id) ? step.Id : before.GetValueOrDefault(step.Id)) is { } done)
                foreach (var need in step.Needs)
                    before.TryAdd(need, done);
        }
        return before;
    }
}
