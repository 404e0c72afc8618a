namespace RunbookDsl.Lint;

/// <summary>What is switched off is switched on again, whatever happens in between.</summary>
internal sealed class LeftSwitchedOff : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0308", LintSeverity.Error, "Something is switched off and not on again on every path")
        {
            Moment = LintMoment.Static | LintMoment.Plan,
            Why =
                "FabulAWS' reload_production_db suspends scaling and shows a page; when it fails in between, both stay. "
                + "Only what is on the run's restore list is named whenever the run stops, and put back at its end.",
            Instead =
                "Temporarily(…) around the operation, and PutBack(step) where it is switched on again; a command gets "
                + ".Undo(…), too.",
            Flagged = """
                Step("Stop").Run(web.Unit("shop").Stop());
                Step("Migrate").Run(Pg.Ddl(db, "alter table orders add note text")).NoUndo("expand only");
                Step("Start").Run(web.Unit("shop").Start());
                """,
            Clean = """
                var held = Step("Hold").Run(Temporarily(web.Unit("shop").Hold()));
                Step("Migrate").Run(Pg.Ddl(db, "alter table orders add note text")).NoUndo("expand only");
                Step("Runs again").Run(PutBack(held));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            if (step.Kind == StepKind.PutBack)
                Conditional(step, found);
            if (Switches.Of(step) is not { } off || step.IsTemporary || IsPutBack(script, step))
                continue;
            var on = script
                .After(step)
                .FirstOrDefault(s =>
                    Switches.IsBack(off, Switches.Back(s)) && ScriptShape.IsAlwaysWith(step, s)
                );
            var fix = Wrap(step);
            if (on is not null)
                found.Add(
                    step,
                    $"{off.What} is switched on again by \"{on.Name}\" only if the run gets there; when it stops before, "
                        + "nothing reminds anybody: write Temporarily(…) here and PutBack(…) there.",
                    fix
                );
            else if (
                !script.All.Any(s => s.Kind == StepKind.Elsewhere && s.Index > step.Index) && script.IsRunbook
            )
                found.Add(
                    step,
                    $"{off.What} is switched off, and on no path on again: write Temporarily(…) around it, which puts it "
                        + "back at the end, or PutBack(…) where it is time.",
                    fix
                );
        }
    }

    public override void Look(Plan plan, PlanFindings found)
    {
        foreach (var step in plan.Steps)
            if (step.Action.Kind == "PutBack")
                Conditional(plan, step, found);
            else if (PlanSwitches.What(step) is { } what && !step.Spec.IsTemporary)
                found.Add(
                    step,
                    $"{what} is switched off and not on the restore list: when the run stops nothing reminds anybody. "
                        + "Write Temporarily(…) around it, and PutBack(…) where it is switched on again."
                );
    }

    private static void Conditional(ShapeStep putBack, Findings found)
    {
        foreach (var off in putBack.Puts)
            if (
                putBack.Puts.Count == 1
                && (!ScriptShape.IsAlwaysWith(off, putBack) || (putBack.Has("When") && !off.Has("When")))
            )
                found.Add(
                    putBack,
                    $"\"{off.Name}\" is put back on some paths only; on the others it stays: take the condition away, or "
                        + "give the change the same one."
                );
    }

    private static void Conditional(Plan plan, PlannedStep putBack, PlanFindings found)
    {
        var id = putBack.Action.Facts.FirstOrDefault(f => f.Name == "step")?.Value;
        if (id is null || plan.Find(id) is not { } off)
            return;
        var known = off.Spec.Conditions.Select(c => c.Text).ToHashSet();
        if (putBack.Spec.Conditions.Any(c => !known.Contains(c.Text)))
            found.Add(
                putBack,
                $"\"{off.Spec.Name}\" is put back only under a condition that the change has not: on the other path it "
                    + "stays. Take the condition away, or give the change the same one."
            );
    }

    private static bool IsPutBack(ScriptShape script, ShapeStep step) =>
        script.Steps.Any(s => s.Kind == StepKind.PutBack && s.Puts.Contains(step));

    private static LintFix[] Wrap(ShapeStep step) =>
        step.Operation is { } operation
            ? [Fixes.Wrap("Put it on the restore list", operation.Syntax, "Temporarily(", ")")]
            : [];
}
