namespace RunbookDsl.Lint;

/// <summary>The steps fit into the window that was announced.</summary>
internal sealed class WindowTooShort : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0373", LintSeverity.Error, "The window is shorter than what its steps take")
        {
            Moment = LintMoment.Plan | LintMoment.Run,
            Why = "\"Why 3 hours not 2?\" is the heading of CloudCannon's post mortem.",
            Instead =
                "A longer window, or less work; Control.Budget(rollback) asserts it again during the run.",
            ToldBy =
                "Control.Budget(rollback: …) before the first step that cannot be taken back in a minute.",
            Flagged = """
                Step("Copy").At(T).Run(Http.Get("https://shop.example/").Contains("Shop")).Expect(3.Hours);
                """,
            Clean = """
                Step("Copy").At(T).Run(Http.Get("https://shop.example/").Contains("Shop")).Expect(1.Hours);
                """,
        };

    public override void Look(Plan plan, PlanFindings found)
    {
        if (plan.Header is not { WindowStart: not null, WindowLength: var length } || length <= TimeSpan.Zero)
            return;
        // When each step ends, counted from the window's start, on the longest way to it.
        var ends = new Dictionary<string, TimeSpan>();
        foreach (var step in plan.Steps)
        {
            var begin = step.Spec.DueAt?.Offset;
            foreach (var need in step.Needs)
                if (ends.TryGetValue(need, out var before) && !(begin > before))
                    begin = before;
            if (begin is not { } from || from >= length && step.Spec.DueAt is not null)
                continue;
            var end = from + (step.Spec.Expected ?? step.Action.Expected ?? TimeSpan.Zero);
            ends[step.Id] = end;
            if (end <= length || from < TimeSpan.Zero)
                continue;
            found.Add(
                step,
                $"this step ends {Durations.Text(end)} after the start of a window of {Durations.Text(length)}, a way "
                    + "back not counted: make the window longer or do less in it."
            );
            return;
        }
    }
}
