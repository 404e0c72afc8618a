namespace RunbookDsl.Lint;

/// <summary>A filled or upgraded database without statistics is slow to the point of being down.</summary>
internal sealed class StatisticsBeforeTraffic : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0303", LintSeverity.Error, "Users get a restored or upgraded database without statistics")
        {
            Why =
                "After pg_upgrade the planner has no statistics, and autovacuum never makes them: nothing counts as "
                + "changed. After a restore they come table by table, minutes later. CloudCannon's window of two hours "
                + "became three for this one command.",
            Instead = "Run Pg.AnalyzeInStages and verify with Pg.AssertStatistics before anybody is let in.",
            Flagged = """
                var dump = Step("Backup").Run(Pg.Dump(db, "backups")).Verify(d => d.Bytes > 0);
                Step("Restore").Run(Pg.Restore(dump, into: db.Named("fresh")));
                Step("Open").Run(Pg.Admit(db).Roles("shop"));
                """,
            Clean = """
                var dump = Step("Backup").Run(Pg.Dump(db, "backups")).Verify(d => d.Bytes > 0);
                Step("Restore").Run(Pg.Restore(dump, into: db.Named("fresh")));
                Step("Statistics")
                    .Run(Pg.AnalyzeInStages(db.Named("fresh")))
                    .Verify(Pg.AssertStatistics(db.Named("fresh")))
                    .NoUndo("they describe");
                Step("Open").Run(Pg.Admit(db).Roles("shop"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            if (!step.Does(Deed.Restore | Deed.Upgrade) || !script.IsRunbook)
                continue;
            var open = script
                .After(step)
                .FirstOrDefault(s => s.Does(Deed.Opens | Deed.PageOff | Deed.MovesName));
            var until = open is null ? [.. script.After(step)] : script.Between(step, open).ToList();
            if (step.Does(Deed.Analyze) || until.Exists(s => s.Kind == StepKind.Elsewhere))
                continue;
            var isMade = until.Exists(s => s.Does(Deed.Analyze));
            if (!isMade || !until.Exists(s => s.Does(Deed.StatisticsProof)))
                found.Add(
                    step,
                    $"{(open is null ? "no step after this" : $"\"{open.Name}\" lets users in, and no step between")} "
                        + $"{(isMade ? "asserts" : "makes and asserts")} statistics: write "
                        + "Step(\"Statistics\").Run(Pg.AnalyzeInStages(…)).Verify(Pg.AssertStatistics(…))."
                );
        }
    }
}
