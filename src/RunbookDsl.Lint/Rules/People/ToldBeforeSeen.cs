namespace RunbookDsl.Lint;

/// <summary>"It is over" is said when it is, and right then.</summary>
internal sealed class ToldBeforeSeen : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0377",
            LintSeverity.Warning,
            "\"Completed\" is said before users are in, or before anybody has looked"
        )
        {
            Why =
                "Users come at that word. crates.io posts it right when users are free, not after its own cleaning up, "
                + "and not before.",
            Instead = "The step that completes stands behind the one that opens and a check of the site.",
            Flagged = """
                var status = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY"));
                var from = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
                var told = Step("Announce")
                    .Run(status.Schedule("Maintenance", "The shop is away.", from, from.AddHours(2)));
                var page = Step("Page on").Run(Temporarily(web.Nginx().MaintenanceOn("https://shop.example/")));
                Step("Completed").Run(status.Complete(told, "The shop is open again."));
                Step("Page off").Run(PutBack(page));
                """,
            Clean = """
                var status = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY"));
                var from = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
                var told = Step("Announce")
                    .Run(status.Schedule("Maintenance", "The shop is away.", from, from.AddHours(2)));
                var page = Step("Page on").Run(Temporarily(web.Nginx().MaintenanceOn("https://shop.example/")));
                Step("Page off").Run(PutBack(page));
                Step("Visitors get in").Run(Http.Get("https://shop.example/").Contains("Shop"));
                Step("Completed").Run(status.Complete(told, "The shop is open again."));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var told in script.Steps.Where(s => s.Does(Deed.TellsEnd)))
        {
            var off = script.After(told).FirstOrDefault(s => s.Does(Deed.PageOff));
            var open = script.Before(told).LastOrDefault(s => s.Does(Deed.PageOff));
            if (off is not null)
                found.Add(
                    told,
                    $"users are told that it is over before \"{off.Name}\" lets them in: move it behind that."
                );
            else if (
                open is not null
                && !open.Checks.Any()
                && !script.Between(open, told).Any(s => s.Does(Deed.Looks) || s.Kind == StepKind.Elsewhere)
            )
                found.Add(
                    told,
                    "users are told that it is over before anybody has looked: write a check of the site before it."
                );
        }
    }
}
