namespace RunbookDsl.Lint;

/// <summary>Two runbooks do not work on the same thing.</summary>
internal sealed class NoLocks : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0390", LintSeverity.Warning, "Another run may work on the same environment")
        {
            Why = "Two operators, one database: each takes back what the other one did.",
            Instead = ".Locks(\"db:shop\") behind Runbook(…), with names that all runbooks agree on.",
            Flagged = """
                Runbook("Unlocked").Purpose("An example").Owner("platform");
                Step("Restart")
                    .Run(Ssh.Host("web-1").Unit("shop").Restart())
                    .NoUndo("a restart is a restart");
                """,
            Clean = """
                Runbook("Locked").Purpose("An example").Owner("platform").Locks("site:shop.example");
                Step("Restart")
                    .Run(Ssh.Host("web-1").Unit("shop").Restart())
                    .NoUndo("a restart is a restart");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        if (
            script.IsRunbook
            && script.Head("Locks") is null
            && !script.Steps.Any(s => s.Has("Locks"))
            && script.Steps.Any(Effects.Changes)
        )
            found.Add(
                script.Header[0].Call,
                "nothing keeps a second run, of this or another runbook, away from what this one changes: write "
                    + ".Locks(\"…\") with a name that all runbooks agree on.",
                Fixes.AppendTo("Lock what it changes", script.Header[^1].Call, ".Locks(\"site:name\")")
            );
    }
}
