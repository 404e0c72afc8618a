namespace RunbookDsl.Lint;

/// <summary>There is a way back, or it is said that there is none.</summary>
internal sealed class NoWayBack : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0371", LintSeverity.Error, "Nothing in the runbook can be taken back")
        {
            Why =
                "At three in the morning \"restore the backup\" is no plan. A rollback that nobody has rehearsed is not "
                + "one either.",
            Instead =
                "Operations of the language bring their undo; give commands an .Undo(…); or Include the rollback, or "
                + "run it as a child.",
            Flagged = """
                Step("Stop").Run(web.Exec("sudo", "systemctl", "stop", "shop"));
                Step("Migrate").Run(web.Exec("/srv/migrate.sh"));
                Step("Start").Run(web.Exec("sudo", "systemctl", "start", "shop"));
                """,
            Clean = """
                var held = Step("Stop").Run(Temporarily(web.Unit("shop").Hold()));
                Step("Migrate").Run(web.Exec("/srv/migrate.sh")).Undo(web.Exec("/srv/migrate.sh", "--down"));
                Step("Start").Run(PutBack(held));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        if (!script.IsRunbook || script.All.Any(s => s.Kind == StepKind.Elsewhere))
            return;
        var changes = script.Steps.Where(Effects.Changes).ToList();
        if (changes.Count(c => !c.Has("NoUndo")) >= 2 && !changes.Exists(Effects.CanGoBack))
            found.Add(
                script.Header[0].Call,
                $"none of its {changes.Count} changes can be taken back: use operations, which bring their undo, give "
                    + "commands an .Undo(…), or include the rollback."
            );
    }
}
