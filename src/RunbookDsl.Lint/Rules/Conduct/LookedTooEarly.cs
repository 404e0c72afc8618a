namespace RunbookDsl.Lint;

/// <summary>A guard an hour before proves nothing now.</summary>
internal sealed class LookedTooEarly : LintRule
{
    private static readonly string[] Fleeting =
    [
        "Pg.LongTransactions",
        "Pg.XminHolders",
        "Pg.CheckReplica",
        "Pg.AssertDiskHeadroom",
        "Pg.LogicalCaughtUp",
        "SshHost.AssertDiskFree",
    ];

    public override LintRuleInfo Info { get; } =
        new(
            "RB0392",
            LintSeverity.Warning,
            "Something that changes by the minute is looked at long before only"
        )
        {
            Why = "A lag, a lock or a disk of an hour ago says nothing about now.",
            Instead = "The same check as .Guard(…) of the step that relies on it: it is looked at each time.",
            Flagged = """
                Step("Nothing in the way").At(T - 1.Hours).Run(Pg.LongTransactions(db));
                Step("Vacuum").At(T).Run(Pg.Vacuum(db)).NoUndo("no row changed");
                """,
            Clean = """
                Step("Nothing in the way").At(T - 1.Hours).Run(Pg.LongTransactions(db));
                Step("Vacuum")
                    .At(T)
                    .Guard(Pg.LongTransactions(db))
                    .Run(Pg.Vacuum(db))
                    .NoUndo("no row changed");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Link("At")?.Argument(0)?.ToString().Contains('-', StringComparison.Ordinal) == true
                && step.Operation is { IsCheck: true } check
                && Fleeting.Contains(check.Verb)
                && !script.MayBeAfter(step, s => s.ChecksBy(check.Verb))
            )
                found.Add(
                    step,
                    $"what {check.Verb} sees now is another thing at T: write it as .Guard(…) of the step that relies "
                        + "on it, too."
                );
    }
}
