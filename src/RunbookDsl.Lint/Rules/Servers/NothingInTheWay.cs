namespace RunbookDsl.Lint;

/// <summary>An old transaction makes long work useless, or stops everybody.</summary>
internal sealed class NothingInTheWay : LintRule
{
    private static readonly string[] Looks = ["Pg.LongTransactions", "Pg.XminHolders"];

    public override LintRuleInfo Info { get; } =
        new("RB0322", LintSeverity.Warning, "Nobody looks for long transactions right before long work")
        {
            Why =
                "While one old transaction, slot or standby holds the horizon, VACUUM removes nothing at all; "
                + "REINDEX and ALTER TABLE wait for it. Tried: 100 % \"not yet removable\".",
            Instead =
                "Step(\"Nothing in the way\").Run(Pg.LongTransactions(db)).Verify(Pg.XminHolders(db)) before it, "
                + "or as a .Guard of the step.",
            Flagged = """
                Step("Vacuum").Run(Pg.Vacuum(db)).NoUndo("no row changed");
                """,
            Clean = """
                Step("Vacuum").Guard(Pg.XminHolders(db)).Run(Pg.Vacuum(db)).NoUndo("no row changed");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                (
                    step.Is("Pg.Vacuum", "Pg.Reindex", "Pg.Ddl")
                    || step.Commands.Any(c => c.Program == "vacuumdb")
                )
                && !step.ChecksBy(Looks)
                && !script.MayBeBefore(step, s => s.ChecksBy(Looks))
            )
            {
                found.Add(
                    step,
                    "an old transaction would make this useless or stop everybody, and nobody looks for one: write "
                        + ".Guard(Pg.LongTransactions(db)) and .Guard(Pg.XminHolders(db)).",
                    Guard(step)
                );
                return;
            }
    }

    private static LintFix[] Guard(ShapeStep step) =>
        step.Operation?.Factory?.Argument(0) is { } database
            ? [Fixes.Append("Look for them right before", step, $".Guard(Pg.LongTransactions({database}))")]
            : [];
}
