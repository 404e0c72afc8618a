namespace RunbookDsl.Lint;

/// <summary>What the planner believes is no count.</summary>
internal sealed class CountsByEstimate : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0337", LintSeverity.Error, "Rows are compared by estimates")
        {
            Why =
                "n_live_tup and reltuples are guesses of the statistics: equal by chance, or different for nothing.",
            Instead = "Pg.CompareRows(source, target), which counts, and compares a checksum.",
            Flagged = """
                Step("Same rows").Run(Pg.Check(db, "select sum(n_live_tup) = 4711 from pg_stat_user_tables"));
                """,
            Clean = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Same rows").Run(Pg.CompareRows(db, fresh));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var check in step.Checks)
            if (
                StepTexts.Sql(check) is { } piece
                && piece.Statements.Any(s => s.Has("n_live_tup") || s.Has("reltuples"))
            )
                found.Add(
                    step,
                    "n_live_tup and reltuples are guesses: count, or use Pg.CompareRows(source, target)."
                );
    }
}
