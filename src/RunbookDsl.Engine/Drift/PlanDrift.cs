using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Compares the plan a run has in force to another one. Comments, white space, places and helpers that no
/// step uses never differ. Linear in the steps.
/// </summary>
public static class PlanDrift
{
    /// <summary>The differences; steps that were only renamed count as such if <paramref name="map"/> says
    /// so.</summary>
    /// <param name="history">The run.</param>
    /// <param name="state">Folded from it.</param>
    /// <param name="plan">What the script says today.</param>
    /// <param name="map">Old ids by new ones, beside what the steps say of themselves; null for none.</param>
    public static PlanChanges Compare(
        RunHistory history,
        RunState state,
        Plan plan,
        IReadOnlyDictionary<string, string>? map = null
    )
    {
        var parameters = Parameters(state, plan);
        var planned = PlannedSteps.Of(history, state);
        var codes = new Dictionary<string, string>();
        foreach (var (id, code) in PlannedSteps.CodesOf(history, state))
            codes[id] = code;
        // Without hashes of the code the plan's own says all there is to know.
        if (codes.Count == 0 && state.InForce == plan.Hash)
            return new PlanChanges([], parameters, []);
        var steps = Steps(planned, codes, plan, map);
        var header = Header(state, plan);
        if (codes.Count == 0 && steps.Count + parameters.Count + header.Count == 0)
            header.Add("the title, the window or a parameter changed");
        return new PlanChanges(steps, parameters, header);
    }

    private static List<StepChange> Steps(
        IReadOnlyList<KeyValuePair<string, string>> planned,
        Dictionary<string, string> codes,
        Plan plan,
        IReadOnlyDictionary<string, string>? map
    )
    {
        var left = new Dictionary<string, int>(planned.Count);
        for (var i = 0; i < planned.Count; i++)
            left[planned[i].Key] = i;
        var renames = new StepRenames(plan, map, [.. left.Keys]);
        var order = new List<(PlannedStep Step, int Was)>(planned.Count);
        var changes = new List<StepChange>();
        foreach (var step in plan.Steps)
            if (renames.OldIdOf(step) is { } old && left.Remove(old, out var was))
            {
                order.Add((step, was));
                var isEdited =
                    codes.TryGetValue(old, out var code) && step.Code is not null
                        ? code != step.Code
                        : planned[was].Value != step.Fingerprint;
                if (old != step.Id)
                    changes.Add(new(ChangeKind.Renamed, step.Id) { OldId = old, IsEdited = isEdited });
                else if (isEdited)
                    changes.Add(new(ChangeKind.Changed, step.Id) { OldId = old, IsEdited = true });
            }
            else
                changes.Add(new(ChangeKind.Added, step.Id));
        foreach (var (step, was) in StepOrder.Moved(order))
            changes.Add(new(ChangeKind.Moved, step.Id) { OldId = planned[was].Key });
        for (var i = 0; i < planned.Count; i++)
            if (left.ContainsKey(planned[i].Key))
                changes.Add(new(ChangeKind.Removed, planned[i].Key) { OldId = planned[i].Key });
        return changes;
    }

    private static List<string> Parameters(RunState state, Plan plan)
    {
        var changed = new List<string>();
        var left = new Dictionary<string, string>(state.Parameters);
        foreach (var parameter in plan.Parameters)
            if (
                parameter.ValueText is { } value
                && (!left.Remove(parameter.Name, out var was) || was != value)
            )
                changed.Add(parameter.Name);
        changed.AddRange(left.Keys);
        return changed;
    }

    private static List<string> Header(RunState state, Plan plan)
    {
        var changed = new List<string>();
        if (state.Title != plan.Header.Title)
            changed.Add("the title changed");
        if (state.WindowStart != plan.Header.WindowStart)
            changed.Add("the window changed");
        return changed;
    }
}
