namespace RunbookDsl;

/// <summary>
/// Checks the times of the window: there is one, and no step is due before one that comes earlier.
/// </summary>
internal sealed class PlanWindow(RunbookHeader header, List<AuthoringError> errors)
{
    public void Check(IReadOnlyList<DraftStep> order)
    {
        var latest = new Dictionary<DraftStep, DraftStep?>(order.Count);
        foreach (var draft in order)
        {
            var before = Latest(draft.Needs, latest);
            if (draft.Spec.DueAt is not { } due)
            {
                latest[draft] = before;
                continue;
            }
            if (header.WindowStart is null)
                errors.Add(
                    new(
                        "RB0109",
                        $"step '{draft.Spec.Id}' is due at {due}, but the runbook has no window: "
                            + "write Runbook(\"…\").Window(\"2026-12-05 06:00Z\", 2.Hours).",
                        draft.Spec.Where
                    )
                );
            if (before?.Spec.DueAt is { } earlier && due < earlier)
                errors.Add(
                    new(
                        "RB0110",
                        $"step '{draft.Spec.Id}' is due at {due}, before '{before.Spec.Id}' at {earlier}, "
                            + "which has to be finished first: swap them or change a time.",
                        draft.Spec.Where
                    )
                );
            latest[draft] = draft;
        }
    }

    private static DraftStep? Latest(IReadOnlyList<DraftStep> needs, Dictionary<DraftStep, DraftStep?> known)
    {
        DraftStep? latest = null;
        foreach (var need in needs)
            if (
                known.GetValueOrDefault(need) is { } candidate
                && (latest is null || candidate.Spec.DueAt > latest.Spec.DueAt)
            )
                latest = candidate;
        return latest;
    }
}
