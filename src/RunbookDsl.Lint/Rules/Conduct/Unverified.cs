namespace RunbookDsl.Lint;

/// <summary>Exit code 0 is no success.</summary>
internal sealed class Unverified : LintRule
{
    // The server's answer to COMMIT, and the provider's to a message, are all there is to look at.
    private static readonly string[] Answered =
    [
        "Pg.Execute",
        "Pg.Ddl",
        "Pg.Transaction",
        "Slack.Post",
        "Slack.PostByWebhook",
        "Mail.Send",
        "Intercom.Message",
        "PutBack",
    ];

    public override LintRuleInfo Info { get; } =
        new("RB0305", LintSeverity.Error, "A change is believed because nothing failed")
        {
            Moment = LintMoment.Static | LintMoment.Plan,
            Why =
                "psql, nginx, cap, heroku: each has a way to exit 0 without having done it. What is not looked at is "
                + "not done.",
            Instead =
                ".Verify(…) with a look by another path than the one that changed it; most operations bring theirs.",
            Flagged = """
                Step("Migrate").Run(web.Exec("/srv/migrate.sh")).NoUndo("expand only");
                """,
            Clean = """
                Step("Migrate")
                    .Run(web.Exec("/srv/migrate.sh"))
                    .Verify(Pg.Check(db, "select max(version) = 42 from migrations"))
                    .NoUndo("expand only");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (Effects.Changes(step) && !Effects.IsVerified(step) && !step.IsUnknown)
                found.Add(step, Message(step.Name));
    }

    public override void Look(Plan plan, PlanFindings found)
    {
        foreach (var step in plan.Steps)
            if (
                step.Action.Effect is not (EffectClass.ReadOnly or EffectClass.Human)
                && step.Action is { Verification: null, HasOwnRun: false }
                && !Answered.Contains(step.Action.Kind)
                && step.Spec.Verifications.Count == 0
            )
                found.Add(step, Message(step.Spec.Name));
    }

    private static string Message(string name) =>
        $"nothing looks whether \"{name}\" did what it should: write .Verify(…) with a look at its effect, by another "
        + "path than the one that made it.";
}
