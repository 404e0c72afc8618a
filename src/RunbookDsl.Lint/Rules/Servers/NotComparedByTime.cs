namespace RunbookDsl.Lint;

/// <summary>The new side is as quick as the old one, or users will say so.</summary>
internal sealed class NotComparedByTime : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0336", LintSeverity.Warning, "Nobody compares how quick the database is before and after")
        {
            Why = "CloudCannon's upgrade was done in time; that it was unusably slow was found by its users.",
            Instead =
                "Pg.StatementTimes(old) before, Pg.CompareStatements(fresh, before) before users are let in.",
            Flagged = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                var dump = Step("Backup").Run(Pg.Dump(db, "backups")).Verify(d => d.Bytes > 0);
                Step("Restore").Run(Pg.Restore(dump, into: fresh));
                Step("Open").Run(Pg.Admit(fresh).Roles("shop"));
                """,
            Clean = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                var before = Step("Times before").Run(Pg.StatementTimes(db));
                var dump = Step("Backup").Run(Pg.Dump(db, "backups")).Verify(d => d.Bytes > 0);
                Step("Restore").Run(Pg.Restore(dump, into: fresh));
                Step("As quick").Run(Pg.CompareStatements(fresh, before));
                Step("Open").Run(Pg.Admit(fresh).Roles("shop"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var move = script.Steps.FirstOrDefault(s =>
            s.Does(Deed.Upgrade)
            || s.Is("Pg.Subscribe")
            || (s.Is("Pg.Restore") && s.Does(Deed.Restore) && !IsBeside(s))
        );
        if (move is not null && !script.MayBeAfter(move, s => s.ChecksBy("Pg.CompareStatements")))
            found.Add(
                move,
                "nobody compares how long the queries take that users ask most: write Pg.StatementTimes(old) before "
                    + "and Pg.CompareStatements(fresh, before) after it."
            );
    }

    // The same server under another name: a rollback, not a move.
    private static bool IsBeside(ShapeStep step) =>
        step.Operation!.Factory!.Argument(1, "into") is { } into
        && !(
            Variables
                .Symbol(into, step.Model)
                ?.DeclaringSyntaxReferences.FirstOrDefault()
                ?.GetSyntax()
                .ToString()
            ?? into.ToString()
        ).Contains("Pg.Database", StringComparison.Ordinal);
}
