namespace RunbookDsl.Lint;

/// <summary>A slot that nobody reads fills the disk of its server.</summary>
internal sealed class SlotLeftOpen : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0330", LintSeverity.Error, "A replication slot is made and dropped on no path")
        {
            Why =
                "A slot keeps the write-ahead log until its reader has it. Nobody reads it any more: the disk of the "
                + "primary is full some days later. Tried.",
            Instead = "Drop it: Pg.DropSubscription, which ends both sides, or pg_drop_replication_slot.",
            Flagged = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Follow").Run(Pg.Subscribe(fresh, db, "upgrade"));
                """,
            Clean = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Follow").Run(Pg.Subscribe(fresh, db, "upgrade"));
                Step("Arrived").Run(Pg.LogicalCaughtUp(db, fresh, "upgrade"));
                Step("Numbers").Run(Pg.SyncSequences(db, fresh));
                Step("Follow no more").Run(Pg.DropSubscription(fresh, db, "upgrade")).PointOfNoReturn();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (Makes(step) && !step.IsTemporary && !script.MayBeAfter(step, Drops))
                found.Add(
                    step,
                    "this makes a replication slot, which keeps the log until the disk is full, and no step drops it: "
                        + "write a step with Pg.DropSubscription, or Temporarily(…) around this."
                );
    }

    private static bool Makes(ShapeStep step) =>
        step.Is("Pg.Subscribe")
        || step.Commands.Any(c => c.Program == "pg_recvlogical" && c.Has("--create-slot"))
        || step.Sql.Any(p =>
            p.Statements.Any(s =>
                s.Has("pg_create_logical_replication_slot")
                || s.Has("pg_create_physical_replication_slot")
                || s.Starts("create", "subscription")
            )
        );

    private static bool Drops(ShapeStep step) =>
        step.Is("Pg.DropSubscription")
        || step.Puts.Any(Makes)
        || step.Commands.Any(c => c.Has("--drop-slot"))
        || step.Sql.Any(p =>
            p.Statements.Any(s => s.Has("pg_drop_replication_slot") || s.Starts("drop", "subscription"))
        );
}
