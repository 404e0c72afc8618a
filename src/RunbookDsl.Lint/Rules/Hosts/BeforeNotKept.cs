namespace RunbookDsl.Lint;

/// <summary>What is put back has to be known before it is changed.</summary>
internal sealed class BeforeNotKept : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0356", LintSeverity.Error, "A scaling group is changed and nobody has noted what it was")
        {
            Why = "Minimum, desired and maximum are put back from memory: \"it was two, I think\".",
            Instead = "Read them in a step before (describe-auto-scaling-groups) and put back what was read.",
            Flagged = """
                Step("No web servers")
                    .Run(
                        Local.Exec(
                            "aws",
                            "autoscaling",
                            "update-auto-scaling-group",
                            "--min-size",
                            "0",
                            "--max-size",
                            "0"
                        )
                    );
                """,
            Clean = """
                Step("What it was")
                    .Run(
                        Local.Exec("aws", "autoscaling", "describe-auto-scaling-groups")
                            .Effects(EffectClass.ReadOnly)
                    );
                Step("No web servers")
                    .Run(
                        Local.Exec(
                            "aws",
                            "autoscaling",
                            "update-auto-scaling-group",
                            "--min-size",
                            "0",
                            "--max-size",
                            "0"
                        )
                    );
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            var byCommand = step.Commands.Any(c =>
                c.Has("update-auto-scaling-group", "set-desired-capacity")
            );
            var byHand =
                step.Kind == StepKind.Manual
                && step.Words.Contains("Auto Scaling", StringComparison.OrdinalIgnoreCase)
                && step.Words.Contains("zero", StringComparison.OrdinalIgnoreCase);
            if ((byCommand || byHand) && !script.MayBeBefore(step, Reads))
                found.Add(
                    step,
                    "nobody has noted minimum, desired and maximum: read them in a step before, and put back what was "
                        + "read."
                );
        }
    }

    private static bool Reads(ShapeStep step) =>
        step.Commands.Any(c => c.Has("describe-auto-scaling-groups"));
}
