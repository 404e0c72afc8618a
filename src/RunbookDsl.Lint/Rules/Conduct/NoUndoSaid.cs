namespace RunbookDsl.Lint;

/// <summary>Every change has a way back, or the reason why it has none.</summary>
internal sealed class NoUndoSaid : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0306", LintSeverity.Error, "A change has no way back, and nobody says why")
        {
            Moment = LintMoment.Static | LintMoment.Plan,
            Why = "Whoever goes back at three in the morning has to know whether this step matters.",
            Instead = ".Undo(…), or .NoUndo(\"why none is needed, or possible\").",
            Flagged = """
                Step("Migrate").Run(web.Exec("/srv/migrate.sh")).Verify(r => r.ExitCode == 0);
                """,
            Clean = """
                Step("Migrate")
                    .Run(web.Exec("/srv/migrate.sh"))
                    .Verify(r => r.ExitCode == 0)
                    .NoUndo("expand only: the old code runs on it");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                Effects.Changes(step)
                && !step.Has("NoUndo")
                && !step.Has("PointOfNoReturn")
                && !Effects.CanGoBack(step)
                && !step.IsTemporary
                && !step.IsUnknown
                && step.Proves is null
            )
                found.Add(
                    step,
                    Message(step.Name),
                    Fixes.Append("Say why there is none", step, ".NoUndo(\"\")")
                );
    }

    public override void Look(Plan plan, PlanFindings found)
    {
        foreach (var step in plan.Steps)
            if (
                step.Action.Effect is not (EffectClass.ReadOnly or EffectClass.Human)
                && step.Spec is { Undo: null, PointOfNoReturn: null }
                && step.Action is { UndoDescription: null, HasOwnRun: false, Kind: not "PutBack" }
            )
                found.Add(step, Message(step.Spec.Name));
    }

    private static string Message(string name) =>
        $"\"{name}\" has no way back: write .Undo(…), or .NoUndo(\"…\") with the reason.";
}
