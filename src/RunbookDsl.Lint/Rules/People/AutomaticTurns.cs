namespace RunbookDsl.Lint;

/// <summary>A status page that turns by the clock says what is not so.</summary>
internal sealed class AutomaticTurns : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0378", LintSeverity.Warning, "The status page turns by itself")
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why = "At the announced end it says \"completed\", whatever the maintenance does.",
            Instead =
                "StatusPage.Page(…).Schedule, Begin and Complete as steps: they switch automatic turns off.",
            ToldBy = "page.Schedule always switches automatic turns off.",
            Flagged = """
                Step("Announce")
                    .Run(Local.Exec("curl", "-d", "incident[scheduled_auto_completed]=true", "https://api.statuspage.io/v1"));
                """,
            Clean = """
                var status = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY"));
                var from = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
                Step("Announce")
                    .Run(status.Schedule("Maintenance", "The shop is away.", from, from.AddHours(2)));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Shell.Any(s =>
                    s.Text.Contains("scheduled_auto_", StringComparison.Ordinal)
                    && s.Text.Contains("true", StringComparison.Ordinal)
                )
            )
                found.Add(
                    step,
                    "the page says \"completed\" by the clock: turn it by steps, page.Begin and page.Complete."
                );
    }
}
