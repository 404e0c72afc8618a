namespace RunbookDsl;

/// <summary>When the steps that are left will be done, as far as they say how long they take.</summary>
/// <param name="End">When the last of them ends that belongs to the window.</param>
/// <param name="Known">How many say how long they take.</param>
/// <param name="Unknown">Steps that do not; counted as nothing.</param>
internal sealed record WindowForecast(DateTimeOffset End, int Known, IReadOnlyList<string> Unknown)
{
    /// <summary>The forecast from a step on, itself left out.</summary>
    public static WindowForecast From(Plan plan, string stepId, DateTimeOffset now)
    {
        var ends = new Dictionary<string, DateTimeOffset>();
        var after = new HashSet<string>();
        var unknown = new List<string>();
        var (end, known) = (now, 0);
        var isLeft = false;
        foreach (var step in plan.Steps)
        {
            var begins = now;
            foreach (var need in step.Needs)
                if (ends.TryGetValue(need, out var before) && before > begins)
                    begins = before;
            if (step.Needs.Any(after.Contains) || IsAfterWindow(plan.Header, step))
            {
                after.Add(step.Id);
                continue;
            }
            if (isLeft && Due(plan.Header, step) is { } due && due > begins)
                begins = due;
            var takes = isLeft ? step.Spec.Expected ?? step.Action.Expected : TimeSpan.Zero;
            if (isLeft && takes is null && IsWork(step))
                unknown.Add(step.Id);
            known += isLeft && takes is not null ? 1 : 0;
            ends[step.Id] = begins + (takes ?? TimeSpan.Zero);
            if (ends[step.Id] > end)
                end = ends[step.Id];
            isLeft |= step.Id == stepId;
        }
        return new(end, known, unknown);
    }

    // What only looks takes a moment where it does not say otherwise.
    private static bool IsWork(PlannedStep step) => step.Action.Effect != EffectClass.ReadOnly;

    private static DateTimeOffset? Due(RunbookHeader header, PlannedStep step) =>
        step.Spec.DueAt is { } due && header.WindowStart is { } start ? start + due.Offset : null;

    // Reports and clearing up: due when the window has ended, and what comes behind them.
    private static bool IsAfterWindow(RunbookHeader header, PlannedStep step) =>
        header.WindowLength > TimeSpan.Zero
        && step.Spec.DueAt is { } due
        && due.Offset >= header.WindowLength;
}
