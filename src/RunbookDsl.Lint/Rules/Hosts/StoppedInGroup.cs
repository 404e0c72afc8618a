namespace RunbookDsl.Lint;

/// <summary>A scaling group replaces what is stopped in it.</summary>
internal sealed class StoppedInGroup : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0355", LintSeverity.Error, "An instance is stopped while its scaling group may replace it")
        {
            Why = "The group takes a stopped instance for a broken one, terminates it and starts another.",
            Instead = "Suspend the group's processes before, Temporarily, or put the instance into standby.",
            Flagged = """
                Step("Stop")
                    .Run(Local.Exec("aws", "ec2", "stop-instances", "--instance-ids", "i-0123456789abcdef0"));
                """,
            Clean = """
                Step("Suspend")
                    .Run(
                        Local.Exec(
                            "aws",
                            "autoscaling",
                            "suspend-processes",
                            "--auto-scaling-group-name",
                            "web"
                        )
                    )
                    .Undo(
                        Local.Exec(
                            "aws",
                            "autoscaling",
                            "resume-processes",
                            "--auto-scaling-group-name",
                            "web"
                        )
                    );
                Step("Stop")
                    .Run(Local.Exec("aws", "ec2", "stop-instances", "--instance-ids", "i-0123456789abcdef0"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Commands.Any(c => c.Program == "aws" && c.Has("stop-instances"))
                && !script.MayBeBefore(step, Suspends)
            )
                found.Add(
                    step,
                    "a scaling group would terminate it and start another: suspend the group's processes, or enter "
                        + "standby, before."
                );
    }

    private static bool Suspends(ShapeStep step) =>
        step.Commands.Any(c => c.Has("suspend-processes", "enter-standby", "detach-instances"))
        || step.Verb.Contains("Suspend", StringComparison.Ordinal);
}
