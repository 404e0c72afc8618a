namespace RunbookDsl.Lint;

/// <summary>A list of contents, a size or a date prove nothing about a backup.</summary>
internal sealed class WeakBackupProof : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0312",
            LintSeverity.Warning,
            "A backup is not verified, or only by its table of contents or size"
        )
        {
            Why =
                "pg_restore -l passes on corrupted, truncated and missing files: the table of contents is written "
                + "first. Reading everything with pg_restore -f /dev/null finds all three. Tried.",
            Instead =
                "Pg.Dump or Pg.VerifyDump, which read every byte; better .ProvedBy(dump => Pg.RehearseRestore(…)).",
            Flagged = """
                Step("Backup").Run(web.Exec("pg_dump", "-Fc", "-f", "mydb.dump", "mydb"));
                Step("Backup is there").Run(web.Exec("pg_restore", "-l", "mydb.dump"));
                """,
            Clean = """
                Step("Backup")
                    .Run(Pg.Dump(db, "backups"))
                    .ProvedBy(dump => Pg.RehearseRestore(dump, on: db).AllowSameServer());
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Does(Deed.ShellBackup)
                && !script.MayBeAfter(step, s => s.Does(Deed.BackupProof) && !OnlyLists(s))
            )
                found.Add(
                    step,
                    "nothing reads this backup: a list of contents, a size or a date pass on broken ones. Use "
                        + "Pg.Dump, or read it with pg_restore -f /dev/null and rehearse a restore."
                );
    }

    private static bool OnlyLists(ShapeStep step) => step.Commands.Any(c => c.Has("-l", "--list"));
}
