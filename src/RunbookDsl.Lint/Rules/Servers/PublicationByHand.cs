namespace RunbookDsl.Lint;

/// <summary>A publication of a table without identity stops its writers.</summary>
internal sealed class PublicationByHand : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0329", LintSeverity.Error, "A publication is made without looking for tables without identity")
        {
            Why =
                "From the moment a table without primary key is published, every UPDATE and DELETE on it fails, in "
                + "production. Tried with PostgreSQL 15.",
            Instead = "Pg.Publish(db, name): it refuses such tables, and names them.",
            Flagged = """
                Step("Publish")
                    .Run(Pg.Execute(db, "create publication upgrade for all tables"))
                    .NoUndo("dropped later");
                """,
            Clean = """
                Step("Publish").Run(Pg.Publish(db, "upgrade"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (step.Sql.Any(p => p.Statements.Any(s => s.Starts("create", "publication"))))
                found.Add(
                    step,
                    "every UPDATE on a published table without primary key fails from now on: use Pg.Publish(db, "
                        + "name), which looks for such tables first."
                );
    }
}
