namespace RunbookDsl.Lint;

/// <summary>A restore goes into a new database, never into the live one.</summary>
internal sealed class RestoreOverData : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0309", LintSeverity.Error, "A backup is restored into a database that has data")
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why =
                "psql goes on after errors and exits 0: tables without a primary key get their rows twice, the others "
                + "keep the newer rows. The result is a mix of two states that never was. Tried with PostgreSQL 15.",
            Instead =
                "Pg.Restore into a new name, Pg.AnalyzeInStages, checks, then Pg.Swap; the old state is kept under "
                + "another name.",
            ToldBy = "Pg.Restore refuses a target that has tables when it is run.",
            Flagged = """
                Step("Restore").Run(web.Exec("sh", "-c", "psql mydb < backup_maintenance.sql"));
                """,
            Clean = """
                var dump = Step("Find").Run(Pg.FindDump("backups"));
                Step("Restore").Run(Pg.Restore(dump, into: db.Named("mydb_restored")));
                Step("Swap").Run(Pg.Swap(db, replacement: "mydb_restored", keepAs: "mydb_failed"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            foreach (var command in step.Commands)
                if (IsOverData(command, script))
                    found.Add(
                        step,
                        $"`{Shown.Of(command)}` restores into a database that exists: rows are doubled or mixed, and "
                            + "the exit code is 0. Restore into a new one with Pg.Restore and swap with Pg.Swap."
                    );
            if (step.Operation is { Verb: "Pg.Restore" } restore && IsSource(restore, step, script))
                found.Add(
                    step,
                    "this restores into the very database that was dumped: give it a new name with .Named(…) and swap "
                        + "the two with Pg.Swap."
                );
        }
    }

    private static bool IsOverData(ShellCommand command, ScriptShape script)
    {
        var made = script.Steps.SelectMany(s => s.Commands).Any(c => c.Program == "createdb");
        return command.Program switch
        {
            "psql" => PgDump.LooksLikeBackup(command) && !made,
            "pg_restore" => !PgDump.OnlyReads(command) && !command.Has("-C", "--create") && !made,
            "heroku" => command.Has("pg:backups:restore"),
            _ => false,
        };
    }

    private static bool IsSource(ShapeCall restore, ShapeStep step, ScriptShape script) =>
        Variables.Symbol(restore.Factory!.Argument(1, "into"), restore.Model) is { } into
        && script
            .Before(step)
            .Any(s =>
                s.Operation is { Verb: "Pg.Dump" } dump
                && Microsoft.CodeAnalysis.SymbolEqualityComparer.Default.Equals(
                    Variables.Symbol(dump.Factory!.Argument(0, "database"), dump.Model),
                    into
                )
            );
}
