namespace RunbookDsl.Lint;

/// <summary>One risk a window, or nobody knows which one it was.</summary>
internal sealed class TwoRisks : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0387", LintSeverity.Warning, "Two risky changes share a window")
        {
            Why =
                "CloudCannon upgraded four major versions and \"added a set of other security improvements\" in one "
                + "night. When it is slow afterwards, which one was it? And going back takes both.",
            Instead = "A window each.",
            Flagged = """
                var dump = Step("Backup").Run(Pg.Dump(db, "backups")).Verify(d => d.Bytes > 0);
                var plan = Step("Plan").Run(web.Apt().Plan());
                GoNoGo("Upgrade as planned?").Id("go");
                Step("Packages").Run(web.Apt().Upgrade(plan));
                Step("Schema").Run(Pg.Ddl(db, "alter table orders add note text")).NoUndo("expand only");
                """,
            Clean = """
                var plan = Step("Plan").Run(web.Apt().Plan());
                GoNoGo("Upgrade as planned?").Id("go");
                Step("Packages").Run(web.Apt().Upgrade(plan));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var kinds = new Dictionary<string, ShapeStep>();
        foreach (var step in script.Steps)
            if (Risk(step) is { } risk)
                kinds.TryAdd(risk, step);
        if (kinds.Count < 2)
            return;
        var names = kinds.Keys.ToList();
        found.Add(
            kinds[names[^1]],
            $"this window has {string.Join(" and ", names)}: when something is wrong afterwards nobody knows which it "
                + "was. Give each a window of its own."
        );
    }

    private static string? Risk(ShapeStep step) =>
        step.Does(Deed.Upgrade) || step.Is("Pg.Subscribe") ? "a database's upgrade"
        : step.Does(Deed.Packages) ? "an upgrade of packages"
        : step.Does(Deed.Migrates)
        && !step.Sql.All(p => p.Statements.All(s => s.Starts("create") || s.Starts("insert")))
            ? "a change of the schema"
        : step.Does(Deed.Deploy) ? "a deployment"
        : null;
}
