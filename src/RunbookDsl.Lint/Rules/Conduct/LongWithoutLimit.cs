namespace RunbookDsl.Lint;

/// <summary>A long step has somebody who watches the clock.</summary>
internal sealed class LongWithoutLimit : LintRule
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    public override LintRuleInfo Info { get; } =
        new("RB0388", LintSeverity.Hint, "A step may take longer than ten minutes and has no limit")
        {
            Moment = LintMoment.Plan,
            Why = "Nobody knows when to give up: after twice the time, or after five times?",
            Instead = ".Timeout(…): the attempt is then in doubt, and probed.",
            Flagged = """
                Step("Copy")
                    .Run(web.Exec("rsync", "-a", "/srv/", "store:/srv/"))
                    .Expect(1.Hours)
                    .NoUndo("a copy");
                """,
            Clean = """
                Step("Copy")
                    .Run(web.Exec("rsync", "-a", "/srv/", "store:/srv/"))
                    .Expect(1.Hours)
                    .Timeout(3.Hours)
                    .NoUndo("a copy");
                """,
        };

    public override void Look(Plan plan, PlanFindings found)
    {
        foreach (var step in plan.Steps)
            if (
                (step.Spec.Expected ?? step.Action.Expected) > Long
                && step.Spec.Timeout is null
                && step.Action.Effect is not (EffectClass.Human or EffectClass.ReadOnly)
            )
                found.Add(
                    step,
                    $"\"{step.Spec.Name}\" normally takes {Durations.Text((step.Spec.Expected ?? step.Action.Expected)!.Value)}, "
                        + "and nobody knows when to give up: write .Timeout(…)."
                );
    }
}
