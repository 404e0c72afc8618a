namespace RunbookDsl.Lint;

/// <summary>Users are told a day before.</summary>
internal sealed class ToldTooLate : LintRule
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public override LintRuleInfo Info { get; } =
        new("RB0370", LintSeverity.Error, "Users are told less than a day before the window")
        {
            Moment = LintMoment.Plan | LintMoment.Run,
            Why =
                "\"Create an announcement visible to all users, even non-signed in, at least 24 hours in advance.\"",
            Instead = ".At(T - 24.Hours) on the step that announces.",
            ToldBy = "Control.Announced(announcement) asserts in the window when it was in fact made.",
            Flagged = """
                Step("Announce")
                    .At(T - 1.Hours)
                    .Run(Slack.Post("#all", "maintenance on 2026-12-05 06:00 UTC", Secret("SLACK")))
                    .NoUndo("it was read");
                Step("Site is well").At(T).Run(Http.Get("https://shop.example/").Contains("Shop"));
                """,
            Clean = """
                Step("Announce")
                    .At(T - 24.Hours)
                    .Run(Slack.Post("#all", "maintenance on 2026-12-05 06:00 UTC", Secret("SLACK")))
                    .NoUndo("it was read");
                Step("Site is well").At(T).Run(Http.Get("https://shop.example/").Contains("Shop"));
                """,
        };

    public override void Look(Plan plan, PlanFindings found)
    {
        if (plan.Header.WindowStart is null)
            return;
        PlannedStep? first = null;
        foreach (var step in plan.Steps)
            if (
                step.Action.Kind is "StatusPage.Schedule" or "Mail.Send" or "Slack.Post" or "Intercom.Message"
            )
            {
                first = step;
                break;
            }
        if (first?.Spec.DueAt is { } due && due.Offset > -Day && due.Offset < TimeSpan.Zero)
            found.Add(
                first,
                $"this tells users {Durations.Text(-due.Offset)} before the window: give it .At(T - 24.Hours) or earlier."
            );
    }
}
