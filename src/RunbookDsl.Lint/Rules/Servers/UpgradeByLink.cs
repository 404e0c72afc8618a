namespace RunbookDsl.Lint;

/// <summary>After the first start of the linked cluster there is no way back.</summary>
internal sealed class UpgradeByLink : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0335", LintSeverity.Error, "pg_upgrade --link without a point of no return and a go/no-go")
        {
            Why =
                "With --link both clusters share their files: once the new one has started the old one must never be "
                + "started again.",
            Instead = "GoNoGo(…) before it and .PointOfNoReturn(…) on it; or --clone, or a copy.",
            Flagged = """
                Step("Upgrade").Run(web.Exec("pg_upgrade", "--link", "-b", "/15/bin", "-B", "/17/bin"));
                """,
            Clean = """
                GoNoGo("Upgrade? There is no way back once the new server has started").Id("upgrade");
                Step("Upgrade")
                    .Run(web.Exec("pg_upgrade", "--link", "-b", "/15/bin", "-B", "/17/bin"))
                    .PointOfNoReturn();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Commands.Any(c =>
                    c.Program == "pg_upgrade" && c.Has("--link", "-k") && !c.Has("--check", "-c")
                ) && !(step.Has("PointOfNoReturn") && script.MayBeBefore(step, s => s.Does(Deed.Asks)))
            )
                found.Add(
                    step,
                    "once the new server has started the old one must never be started again: write a GoNoGo before "
                        + "and .PointOfNoReturn(\"…\") on it."
                );
    }
}
