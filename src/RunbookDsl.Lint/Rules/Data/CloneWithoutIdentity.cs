namespace RunbookDsl.Lint;

/// <summary>Whoever overwrites a database first asks it who it is.</summary>
internal sealed class CloneWithoutIdentity : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0319", LintSeverity.Error, "What is overwritten is not asked who it is")
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why = "The target of a reload is one word on the command line; the wrong one is production.",
            Instead =
                "Pg.AssertIdentity(target, environment: \"staging\") before it, or Pg.CloneTo, which asks itself.",
            ToldBy = "Pg.CloneTo asks the target for its environment, whatever the script says.",
            Flagged = """
                Step("Staging like production").Run(web.Exec("fab", "staging", "reload_production_db"));
                """,
            Clean = """
                var staging = Pg.Database(Secret("STAGING_URL"));
                Step("It is staging").Run(Pg.AssertIdentity(staging, environment: "staging"));
                Step("Staging like production").Run(web.Exec("fab", "staging", "reload_production_db"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Does(Deed.Clones)
                && !step.Is("Pg.CloneTo")
                && !step.ChecksBy("Pg.AssertIdentity")
                && !script.MayBeBefore(step, s => s.ChecksBy("Pg.AssertIdentity"))
            )
                found.Add(
                    step,
                    "nothing asks the database that is overwritten who it is: write "
                        + "Step(\"It is staging\").Run(Pg.AssertIdentity(target, environment: \"staging\")) before it."
                );
    }
}
