namespace RunbookDsl.Lint;

/// <summary>What was on its way arrives before the switch.</summary>
internal sealed class NotCaughtUp : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0327", LintSeverity.Error, "A logical cutover does not wait until everything has arrived")
        {
            Why =
                "What was committed on the old side and not yet applied on the new one is lost to the users.",
            Instead =
                "Pg.LogicalCaughtUp(old, fresh, subscription) after the fence, before anybody is let in.",
            Flagged = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Follow").Run(Pg.Subscribe(fresh, db, "upgrade"));
                Step("Old side closed").Run(Pg.Fence(db).Roles("shop"));
                Step("Numbers").Run(Pg.SyncSequences(db, fresh));
                Step("Open").Run(Pg.Admit(fresh).Roles("shop"));
                Step("Follow no more").Run(Pg.DropSubscription(fresh, db, "upgrade")).PointOfNoReturn();
                """,
            Clean = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Follow").Run(Pg.Subscribe(fresh, db, "upgrade"));
                Step("Old side closed").Run(Pg.Fence(db).Roles("shop"));
                Step("All is there").Run(Pg.LogicalCaughtUp(db, fresh, "upgrade"));
                Step("Numbers").Run(Pg.SyncSequences(db, fresh));
                Step("Open").Run(Pg.Admit(fresh).Roles("shop"));
                Step("Follow no more").Run(Pg.DropSubscription(fresh, db, "upgrade")).PointOfNoReturn();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var follow = script.Steps.FirstOrDefault(s => s.Is("Pg.Subscribe"));
        if (follow is null)
            return;
        var fence = script.After(follow).FirstOrDefault(s => s.Does(Deed.Fence));
        var open = script
            .After(follow)
            .FirstOrDefault(s => s.Is("Pg.Admit", "Pg.PauseSubscription", "Pg.DropSubscription"));
        if (
            open is not null
            && !script
                .Between(fence ?? follow, open)
                .Any(s => s.ChecksBy("Pg.LogicalCaughtUp") || s.Kind == StepKind.Elsewhere)
        )
            found.Add(
                open,
                $"{(fence is null ? "nothing" : $"nothing after \"{fence.Name}\"")} waits until the new side has "
                    + "everything: write Step(\"Everything has arrived\").Run(Pg.LogicalCaughtUp(…)) before this."
            );
    }
}
