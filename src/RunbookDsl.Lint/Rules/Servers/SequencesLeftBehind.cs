namespace RunbookDsl.Lint;

/// <summary>Logical replication copies rows, never sequences.</summary>
internal sealed class SequencesLeftBehind : LintRule
{
    private static readonly string[] Syncs = ["Pg.SyncSequences", "Pg.CheckSequences"];

    public override LintRuleInfo Info { get; } =
        new("RB0328", LintSeverity.Error, "A logical cutover leaves the sequences behind")
        {
            Why =
                "Sequences are not replicated: the first insert on the new side takes number 1 and fails, or worse, "
                + "does not. Tried with PostgreSQL 15.",
            Instead = "Pg.SyncSequences(old, fresh) after the fence, verified by Pg.CheckSequences(fresh).",
            Flagged = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Follow").Run(Pg.Subscribe(fresh, db, "upgrade"));
                Step("All is there").Run(Pg.LogicalCaughtUp(db, fresh, "upgrade"));
                Step("Follow no more").Run(Pg.DropSubscription(fresh, db, "upgrade")).PointOfNoReturn();
                """,
            Clean = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Follow").Run(Pg.Subscribe(fresh, db, "upgrade"));
                Step("All is there").Run(Pg.LogicalCaughtUp(db, fresh, "upgrade"));
                Step("Numbers").Run(Pg.SyncSequences(db, fresh)).Verify(Pg.CheckSequences(fresh));
                Step("Follow no more").Run(Pg.DropSubscription(fresh, db, "upgrade")).PointOfNoReturn();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var follow = script.Steps.FirstOrDefault(s => s.Is("Pg.Subscribe"));
        var end = script.Steps.FirstOrDefault(s =>
            s.Is("Pg.Admit", "Pg.PauseSubscription", "Pg.DropSubscription") && s.Index > follow?.Index
        );
        if (
            follow is not null
            && end is not null
            && !script.MayHave(s => s.Is("Pg.SyncSequences") || s.ChecksBy(Syncs))
        )
            found.Add(
                end,
                "sequences are not replicated, and no step brings them: write "
                    + "Step(\"Sequences\").Run(Pg.SyncSequences(old, fresh)).Verify(Pg.CheckSequences(fresh))."
            );
    }
}
