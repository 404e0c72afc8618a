namespace RunbookDsl;

/// <summary>
/// Sorts steps so that each comes after all it needs, otherwise as written. Reports cycles.
/// </summary>
internal sealed class PlanOrder(List<AuthoringError> errors)
{
    /// <summary>
    /// Whether steps wait for each other, so that nothing can be said about what comes before them.
    /// </summary>
    public bool HasCycle { get; private set; }

    public IReadOnlyList<DraftStep> Sort(List<DraftStep> drafts) =>
        Number(IsSorted(drafts) ? drafts : ByNeeds(drafts));

    // Apart, so that a plan in order does not load what only sorting needs.
    private List<DraftStep> ByNeeds(List<DraftStep> drafts)
    {
        var waiting = new Dictionary<DraftStep, int>(drafts.Count);
        var followers = new Dictionary<DraftStep, List<DraftStep>>(drafts.Count);
        var ready = new PriorityQueue<DraftStep, int>();
        foreach (var draft in drafts)
        {
            waiting[draft] = draft.Needs.Count;
            if (draft.Needs.Count == 0)
                ready.Enqueue(draft, draft.Position);
            foreach (var need in draft.Needs)
                (followers.TryGetValue(need, out var list) ? list : followers[need] = []).Add(draft);
        }
        var order = new List<DraftStep>(drafts.Count);
        while (ready.TryDequeue(out var draft, out _))
        {
            order.Add(draft);
            foreach (var follower in followers.GetValueOrDefault(draft, []))
                if (--waiting[follower] == 0)
                    ready.Enqueue(follower, follower.Position);
        }
        HasCycle = order.Count < drafts.Count;
        if (HasCycle)
            ReportCycle(drafts.Where(d => waiting[d] > 0).ToHashSet());
        return order;
    }

    private static bool IsSorted(List<DraftStep> drafts)
    {
        foreach (var draft in drafts)
        foreach (var need in draft.Needs)
            if (need.Position >= draft.Position)
                return false;
        return true;
    }

    private static List<DraftStep> Number(List<DraftStep> order)
    {
        for (var i = 0; i < order.Count; i++)
            order[i].Index = i;
        return order;
    }

    private void ReportCycle(HashSet<DraftStep> left)
    {
        // Every step that is left waits for another one that is left: following them must come round.
        var path = new List<DraftStep>();
        var step = left.MinBy(d => d.Position)!;
        while (!path.Contains(step))
        {
            path.Add(step);
            step = step.Needs.First(left.Contains);
        }
        var cycle = path.SkipWhile(d => d != step).Append(step).Select(d => d.Spec.Id);
        errors.Add(
            new(
                "RB0105",
                $"these steps wait for each other: {string.Join(" -> ", cycle)}. Remove one .Needs.",
                step.Spec.Where
            )
        );
    }
}
