namespace RunbookDsl.Lint;

/// <summary>The first thing that is asked of a database is who it is.</summary>
internal sealed class WhoIsThere : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0338", LintSeverity.Warning, "A database is changed that nobody has asked who it is")
        {
            Why = "The address comes from a secret: whose it is the script cannot know before it has asked.",
            Instead =
                "Step(\"Right database\").Run(Pg.AssertIdentity(db, database: …, environment: …)) first.",
            Flagged = """
                Step("Vacuum").Run(Pg.Vacuum(db)).NoUndo("no row changed");
                """,
            Clean = """
                Step("Right database").Run(Pg.AssertIdentity(db, environment: "staging"));
                Step("Vacuum").Run(Pg.Vacuum(db)).NoUndo("no row changed");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var first = script.Steps.FirstOrDefault(s =>
            s.Verb.StartsWith("Pg.", StringComparison.Ordinal)
            && s.Does(Deed.ChangesData | Deed.Closes)
            && !s.Is("Pg.CloneTo")
        );
        if (
            first is not null
            && !first.ChecksBy("Pg.AssertIdentity")
            && !script.MayBeBefore(first, s => s.ChecksBy("Pg.AssertIdentity", "Pg.AssertPrimary"))
        )
            found.Add(
                first,
                "nobody has asked this database who it is: write Step(\"Right database\")"
                    + ".Run(Pg.AssertIdentity(db, environment: \"…\")) before the first change.",
                Ask(first)
            );
    }

    private static LintFix[] Ask(ShapeStep step) =>
        step.Operation?.Factory?.Argument(0) is { } database
            ?
            [
                Fixes.Before(
                    "Ask the database who it is",
                    step,
                    $"Step(\"Right database\").Run(Pg.AssertIdentity({database}, environment: \"production\"));"
                ),
            ]
            : [];
}
