namespace RunbookDsl.Lint;

/// <summary>A waiting ALTER TABLE stops everybody behind it.</summary>
internal sealed class DdlWithoutLockTimeout : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0320", LintSeverity.Error, "The schema is changed without a lock timeout and a retry")
        {
            Why =
                "An ALTER TABLE that waits for one long transaction makes every later query on that table wait behind "
                + "it: the site stands still although nothing happens.",
            Instead =
                "Pg.Ddl(db, sql): it sets lock_timeout at the start of its session, gives up and tries again.",
            Flagged = """
                Step("New column")
                    .Run(Pg.Execute(db, "alter table orders add column note text"))
                    .NoUndo("expand only");
                """,
            Clean = """
                Step("New column")
                    .Run(Pg.Ddl(db, "alter table orders add column note text"))
                    .NoUndo("expand only");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var piece in step.Sql)
            if (
                piece.Sender is not (SqlSender.Ddl or SqlSender.Look)
                && !piece.Text.Contains("lock_timeout", StringComparison.OrdinalIgnoreCase)
                && piece.Statements.FirstOrDefault(s => s.LocksTable) is { } statement
            )
                found.Add(
                    step,
                    $"{statement.Verb} waits for a lock without a limit, and everybody waits behind it: use "
                        + "Pg.Ddl(db, sql), which gives up after its lock timeout and tries again."
                );
    }
}
