namespace RunbookDsl.Lint;

/// <summary>Before there is no way back somebody says go.</summary>
internal sealed class NoReturnUnasked : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0372", LintSeverity.Error, "There is no way back, and nobody is asked before or told so")
        {
            Why =
                "What cannot be taken back is decided by a person who sees the clock and the checks before it.",
            Instead = "GoNoGo(\"…\") before it, and .PointOfNoReturn(\"what is lost by going back\") on it.",
            Flagged = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Follow no more").Run(Pg.DropSubscription(fresh, db, "upgrade"));
                """,
            Clean = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                GoNoGo("Give up the way back?").Id("give-up");
                Step("Follow no more").Run(Pg.DropSubscription(fresh, db, "upgrade")).PointOfNoReturn();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        // Once the way back is given up, what follows gives up nothing more.
        var isGone = false;
        foreach (var step in script.Steps)
        {
            var isFinal = Effects.IsFinal(step);
            if (!isFinal && !step.Has("PointOfNoReturn"))
                continue;
            var isAsked =
                step.Has("Confirm")
                || step.Has("ConfirmTyped")
                || script.MayBeBefore(step, s => s.Does(Deed.Asks));
            if (!isAsked)
                found.Add(
                    step,
                    "after this there is no way back, and nobody is asked: write GoNoGo(\"…\") before it.",
                    Fixes.Before(
                        "Ask before it",
                        step,
                        "GoNoGo(\"Go on? There is no way back from here\").Id(\"go\");"
                    )
                );
            else if (isFinal && !isGone && !step.Has("PointOfNoReturn"))
                found.Add(
                    step,
                    "after this there is no way back, and the plan does not say so: write .PointOfNoReturn(\"what "
                        + "is lost by going back\").",
                    Fixes.Append("Mark it", step, ".PointOfNoReturn()")
                );
            isGone |= step.Has("PointOfNoReturn");
        }
    }
}
