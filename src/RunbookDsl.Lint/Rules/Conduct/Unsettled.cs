namespace RunbookDsl.Lint;

/// <summary>An interrupted step can be settled without guessing.</summary>
internal sealed class Unsettled : LintRule
{
    private static readonly string[] Settling =
    [
        "Probe",
        "Attach",
        "Idempotent",
        "ReadOnly",
        "HoldWhenInDoubt",
        "Irreversible",
    ];

    public override LintRuleInfo Info { get; } =
        new("RB0220", LintSeverity.Warning, "If it is interrupted nobody can tell whether it happened")
        {
            Moment = LintMoment.Static | LintMoment.Plan,
            Why =
                "The process may die between the effect and its record. A run is then held, and a person has to look.",
            Instead =
                ".Probe(…), .Attach(…) with a handle, .Idempotent(), or .HoldWhenInDoubt() to say that it is meant.",
            Flagged = """
                Step("Own code")
                    .Run(async c => await Task.Delay(1, c.Cancellation))
                    .Verify(_ => true)
                    .NoUndo("none");
                """,
            Clean = """
                Step("Own code")
                    .Run(async c => await Task.Delay(1, c.Cancellation))
                    .Idempotent()
                    .Verify(_ => true)
                    .NoUndo("none");
                """,
        };

    // What the types of operations do not tell is told by the plan's own advice, under the same number.
    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (step.Kind == StepKind.Code && !Settling.Any(step.Has))
                found.Add(
                    step,
                    $"if \"{step.Name}\" is interrupted, nobody can tell whether it happened and the run is held: give "
                        + "it .Probe(…), .Attach(…) or .Idempotent(), or say .HoldWhenInDoubt().",
                    Fixes.Append("Let a person settle it", step, ".HoldWhenInDoubt()")
                );
    }
}
