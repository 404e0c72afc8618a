namespace RunbookDsl.Lint;

/// <summary>Another libc sorts differently, and every text index is wrong.</summary>
internal sealed class CollationUnchecked : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0333",
            LintSeverity.Warning,
            "A host gets another system release and nobody asks for collations"
        )
        {
            Why =
                "A newer libc sorts text differently: indexes on text built before then give wrong answers, silently.",
            Instead =
                "Pg.CheckCollationVersions(db) after it; where it says no, Pg.Reindex(db), and at last "
                + "Pg.RefreshCollation(db, rebuilt).",
            Flagged = """
                Step("Newer release")
                    .Run(web.Exec("do-release-upgrade", "-f", "DistUpgradeViewNonInteractive"));
                """,
            Clean = """
                Step("Newer release")
                    .Run(web.Exec("do-release-upgrade", "-f", "DistUpgradeViewNonInteractive"));
                Step("Sorted alike")
                    .Run(Pg.CheckCollationVersions(db));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Commands.Any(c => c.Program == "do-release-upgrade" || c.Has("dist-upgrade"))
                && !script.MayBeAfter(step, Asks)
            )
                found.Add(
                    step,
                    "another libc sorts text differently, and indexes built before give wrong answers: write "
                        + "Pg.CheckCollationVersions(db) after it."
                );
    }

    private static bool Asks(ShapeStep step) =>
        step.Is("Pg.CheckCollationVersions")
        || AllSql.Of(step).Any(p => p.Text.Contains("coll", StringComparison.OrdinalIgnoreCase));
}
