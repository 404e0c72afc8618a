namespace RunbookDsl.Lint;

/// <summary>What destroys data wants a backup before it.</summary>
internal sealed class BackupFirst : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0301", LintSeverity.Error, "Data is destroyed without a verified backup before")
        {
            Why =
                "A drop, a truncate or a restore over what is there cannot be taken back by the database. A backup "
                + "that nobody has read is no backup.",
            Instead =
                "Write a step with Pg.Dump before it, which reads every byte back, or prove an older one.",
            Flagged = """
                Step("Old orders away").Run(Pg.Execute(db, "truncate old_orders"));
                """,
            Clean = """
                Step("Backup").Run(Pg.Dump(db, "backups")).Verify(dump => dump.Bytes > 0);
                Step("Old orders away").Run(Pg.Execute(db, "truncate old_orders"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Does(Deed.Destroys)
                && !script.MayBeBefore(step, s => s.Does(Deed.Backup | Deed.BackupProof))
            )
                found.Add(
                    step,
                    "this destroys data, and no step before it makes or proves a backup: write "
                        + "Step(\"Backup\").Run(Pg.Dump(db, \"backups\")) before it."
                );
    }
}
