namespace RunbookDsl;

/// <summary>
/// Checks that every result is there when it is read: its step must come before on every path.
/// </summary>
internal sealed class PlanReads(List<AuthoringError> errors)
{
    private readonly Dictionary<string, DraftStep> _byId = [];
    private readonly Dictionary<DraftStep, LanePlace> _lanes = [];
    private readonly List<DraftStep> _laneHeads = [];

    public void Check(IReadOnlyList<DraftStep> order)
    {
        foreach (var draft in order)
        {
            _byId.TryAdd(draft.Spec.Id, draft);
            Place(draft);
        }
        foreach (var draft in order)
        {
            CheckReads(draft, draft.Spec.Action?.Reads ?? []);
            foreach (var condition in draft.Spec.Conditions)
                CheckReads(draft, condition.Reads);
            foreach (var guard in draft.Spec.Guards)
                CheckReads(draft, guard.Reads);
            // What is looked at after the step ran may read the step itself.
            foreach (var check in draft.Spec.Verifications)
                CheckReads(draft, check.Reads, isAfter: true);
            CheckReads(draft, draft.Spec.Probe?.Reads ?? []);
            CheckReads(draft, draft.Spec.Undo?.Reads ?? [], isAfter: true);
            if (draft.Spec.Action is IPutsBack puts)
                CheckPutBack(draft, puts);
        }
    }

    // A lane is a chain of steps that each wait only for the one before: inside it, "comes before" is one
    // comparison.
    private void Place(DraftStep draft)
    {
        if (
            draft.Needs.Count == 1
            && _lanes.TryGetValue(draft.Needs[0], out var before)
            && IsLast(draft.Needs[0], before)
        )
        {
            _lanes[draft] = new LanePlace(before.Lane, before.Position + 1);
            _tails[before.Lane] = draft;
            return;
        }
        _lanes[draft] = new LanePlace(_laneHeads.Count, 0);
        _laneHeads.Add(draft);
        _tails.Add(draft);
    }

    private readonly List<DraftStep> _tails = [];

    private bool IsLast(DraftStep draft, LanePlace place) => _tails[place.Lane] == draft;

    private void CheckReads(DraftStep reader, IReadOnlyList<Output> reads, bool isAfter = false)
    {
        foreach (var read in reads)
        {
            if (!_byId.TryGetValue(read.StepId, out var giver))
                Report(reader, $"it reads the {read}, which is not part of this runbook");
            else if (!(isAfter && giver == reader) && !IsBefore(giver, reader))
                Report(
                    reader,
                    $"it reads the {read} ('{read.StepId}'), which does not come before it on every path: "
                        + $"add .Needs(\"{read.StepId}\")"
                );
        }
    }

    private void CheckPutBack(DraftStep draft, IPutsBack puts)
    {
        if (!_byId.TryGetValue(puts.TargetId, out var target) || !IsBefore(target, draft))
            Report(draft, $"it puts back '{puts.TargetId}', which does not come before it");
        else if (
            target.Spec.Undo is { IsRefusal: true }
            || (target.Spec.Undo is null && target.Spec.Action?.UndoDescription is null)
        )
            errors.Add(
                new(
                    "RB0119",
                    $"'{target.Spec.Id}' is temporary but cannot be taken back: give it .Undo(…).",
                    target.Spec.Where
                )
            );
    }

    private void Report(DraftStep reader, string what) =>
        errors.Add(new("RB0108", $"step '{reader.Spec.Id}' cannot run: {what}.", reader.Spec.Where));

    private bool IsBefore(DraftStep giver, DraftStep reader)
    {
        if (giver == reader || !_lanes.TryGetValue(giver, out var goal))
            return false;
        var seen = new HashSet<int>();
        var open = new Stack<DraftStep>([reader]);
        while (open.TryPop(out var step))
        {
            if (!_lanes.TryGetValue(step, out var place))
                continue;
            if (place.Lane == goal.Lane && place.Position >= goal.Position)
                return true;
            if (!seen.Add(place.Lane))
                continue;
            foreach (var need in _laneHeads[place.Lane].Needs)
                open.Push(need);
        }
        return false;
    }

    // No tuple: a dictionary of those has no ahead-of-time code.
    private sealed record LanePlace(int Lane, int Position);
}
