namespace RunbookDsl.Lint;

/// <summary>The old primary is fenced, or there are two.</summary>
internal sealed class CutoverWithoutFence : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0325", LintSeverity.Error, "Another database takes over and the old one is not fenced")
        {
            Why =
                "A read-only default is a courtesy: any client can begin a transaction READ WRITE. Sessions that are "
                + "still in go on writing to the old side, and nobody ever sees it again. Tried.",
            Instead = "Pg.Fence(old) before the switch.",
            Flagged = """
                var replica = Pg.Database(Secret("REPLICA_URL"));
                Step("Read only").Run(Temporarily(Pg.SetReadOnly(db)));
                Step("Promote").Run(Pg.Promote(replica, db)).NoUndo("a promotion is one").PointOfNoReturn();
                """,
            Clean = """
                var replica = Pg.Database(Secret("REPLICA_URL"));
                var shut = Step("Old side closed").Run(Temporarily(Pg.Fence(db)));
                Step("Promote").Run(Pg.Promote(replica, db)).NoUndo("a promotion is one").PointOfNoReturn();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                Switches(step)
                && step.Operation?.Has("FencedBy") != true
                && !script.MayBeBefore(step, s => s.Does(Deed.Fence))
            )
                found.Add(
                    step,
                    "clients of the old side go on writing to it: write Step(\"Old side closed\").Run(Pg.Fence(old)) "
                        + "before this; a read-only default does not count."
                );
    }

    private static bool Switches(ShapeStep step) =>
        step.Is("Pg.Promote")
        || step.Commands.Any(c =>
            c.Has("promote_replica")
            || (c.Program == "pg_ctl" && c.Has("promote"))
            || (c.Program == "heroku" && c.Has("pg:promote"))
        )
        || step.Sql.Any(p => p.Statements.Any(s => s.Has("pg_promote")));
}
