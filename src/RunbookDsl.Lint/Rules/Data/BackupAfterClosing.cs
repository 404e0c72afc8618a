namespace RunbookDsl.Lint;

/// <summary>A backup made while users still write loses what they write.</summary>
internal sealed class BackupAfterClosing : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0302", LintSeverity.Warning, "The only backup is made before writers are kept out")
        {
            Why =
                "Whatever is written between the backup and the page is lost by going back to it. \"Workflow: "
                + "Maintenance Mode\" makes its backup first and stops the application two steps later.",
            Instead =
                "Make the backup, or a second one, or at least a restore point, after the step that keeps writers out.",
            Flagged = """
                Step("Backup").Run(Pg.Dump(db, "backups")).Verify(dump => dump.Bytes > 0);
                var shut = Step("Application out").Run(Temporarily(Pg.Fence(db).Roles("shop")));
                Step("Change").Run(Pg.Ddl(db, "alter table orders add note text")).NoUndo("expand only");
                Step("Application in").Run(PutBack(shut));
                """,
            Clean = """
                var shut = Step("Application out").Run(Temporarily(Pg.Fence(db).Roles("shop")));
                Step("Backup").Run(Pg.Dump(db, "backups")).Verify(dump => dump.Bytes > 0);
                Step("Change").Run(Pg.Ddl(db, "alter table orders add note text")).NoUndo("expand only");
                Step("Application in").Run(PutBack(shut));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var last = script.Steps.LastOrDefault(s => s.Does(Deed.Backup) && !s.Has("ProvedBy"));
        if (last is null || script.Before(last).Any(s => s.Does(Deed.Closes)))
            return;
        foreach (var shut in script.After(last).Where(s => s.Does(Deed.Closes)))
        {
            var change = script.After(shut).FirstOrDefault(s => s.Does(Deed.ChangesData));
            if (change is null || script.Between(last, change).Any(IsEnough))
                continue;
            found.Add(
                last,
                $"this is the only backup, and writers are kept out after it, by \"{shut.Name}\": what they write "
                    + "in between is lost by going back. Move it behind that step, or write a restore point there."
            );
            return;
        }
    }

    private static bool IsEnough(ShapeStep step) =>
        step.Does(Deed.RestorePoint) || step.Kind == StepKind.Elsewhere;
}
