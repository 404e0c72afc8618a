namespace RunbookDsl.Lint;

/// <summary>A dump as plain SQL is the weakest backup there is.</summary>
internal sealed class PlainDump : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0310", LintSeverity.Warning, "The backup is a plain SQL file")
        {
            Why =
                "A truncated plain dump restores with exit code 0, a third of its rows and no primary key, even under "
                + "ON_ERROR_STOP and in one transaction. Tried with PostgreSQL 15.",
            Instead = "Pg.Dump: directory format, a manifest written last, every byte read back.",
            Flagged = """
                Step("Backup").Run(web.Exec("sh", "-c", "pg_dump mydb > backup_$(date +%Y%m%d).sql"));
                """,
            Clean = """
                Step("Backup").Run(Pg.Dump(db, "backups")).Verify(dump => dump.Bytes > 0);
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (CommandDeeds.Of(command).HasFlag(Deed.PlainBackup))
                found.Add(
                    step,
                    $"`{Shown.Of(command)}` writes plain SQL: cut short it restores with exit code 0 and rows "
                        + "missing. Use Pg.Dump(db, \"backups\")."
                );
    }
}
