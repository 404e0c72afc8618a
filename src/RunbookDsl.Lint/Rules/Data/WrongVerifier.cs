namespace RunbookDsl.Lint;

/// <summary>The verifier of base backups knows nothing about dumps.</summary>
internal sealed class WrongVerifier : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0313", LintSeverity.Error, "pg_verifybackup is given a dump")
        {
            Why =
                "It reads the manifest of pg_basebackup; of a dump it says that it cannot open backup_manifest.",
            Instead = "Pg.VerifyDump for what Pg.Dump made.",
            Flagged = """
                Step("Backup").Run(web.Exec("pg_dump", "-Fd", "-f", "backup", "mydb"));
                Step("Backup is whole").Run(web.Exec("pg_verifybackup", "backup"));
                """,
            Clean = """
                Step("Base backup").Run(web.Exec("pg_basebackup", "-D", "backup"));
                Step("Backup is whole").Run(web.Exec("pg_verifybackup", "backup"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var hasBase = script.MayHave(s => s.Commands.Any(c => c.Program == "pg_basebackup"));
        var hasDump = script.Steps.Any(s => s.Is("Pg.Dump") || s.Commands.Any(c => c.Program == "pg_dump"));
        foreach (var step in script.Steps)
            if (hasDump && !hasBase && step.Commands.Any(c => c.Program == "pg_verifybackup"))
                found.Add(
                    step,
                    "pg_verifybackup knows base backups only, and this runbook makes a dump: use Pg.VerifyDump."
                );
    }
}
