namespace RunbookDsl.Lint;

/// <summary>Sessions that are in stay in.</summary>
internal sealed class ClosedWithoutDrain : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0326", LintSeverity.Error, "A database is set read-only and its sessions stay")
        {
            Why =
                "The setting is the default of new sessions only: those that are there go on writing. Tried.",
            Instead = "Pg.Drain(db) after it; or Pg.Fence(db), which ends the sessions itself.",
            Flagged = """
                Step("Read only").Run(Temporarily(Pg.SetReadOnly(db)));
                Step("Backup").Run(Pg.Dump(db, "backups")).Verify(dump => dump.Bytes > 0);
                """,
            Clean = """
                Step("Read only").Run(Temporarily(Pg.SetReadOnly(db)));
                Step("Sessions gone").Run(Pg.Drain(db));
                Step("Backup").Run(Pg.Dump(db, "backups")).Verify(dump => dump.Bytes > 0);
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                (step.Is("Pg.SetReadOnly") || SetsDefault(step))
                && !script.MayBeAfter(step, s => s.Does(Deed.Drains))
            )
                found.Add(
                    step,
                    "sessions that are there go on writing: end them with Step(\"Sessions gone\").Run(Pg.Drain(db)).",
                    step.Operation?.Factory?.Argument(0) is { } database
                        ?
                        [
                            Fixes.After(
                                "End the sessions",
                                step,
                                $"Step(\"Sessions gone\").Run(Pg.Drain({database}));"
                            ),
                        ]
                        : []
                );
    }

    private static bool SetsDefault(ShapeStep step) =>
        step.Sql.Any(p => p.Statements.Any(s => s.Starts("alter") && s.Has("default_transaction_read_only")));
}
