namespace RunbookDsl.Lint;

/// <summary>The first quarter of an hour shows what the checks did not.</summary>
internal sealed class NobodyWatches : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0375", LintSeverity.Warning, "Nobody watches the site for a while after it is opened again")
        {
            Why =
                "\"Watch logs for 15-20 minutes\": memory that fills, queues that grow, caches that are cold.",
            Instead =
                "Step(\"Watch\").Run(Control.Monitor(\"the shop\", 15.Minutes).Expect(Http.Get(site).Contains(\"Shop\"))), "
                + "after silences are gone.",
            Flagged = """
                var page = Step("Page on").Run(Temporarily(web.Nginx().MaintenanceOn("https://shop.example/")));
                Step("Page off").Run(PutBack(page));
                """,
            Clean = """
                var page = Step("Page on").Run(Temporarily(web.Nginx().MaintenanceOn("https://shop.example/")));
                Step("Page off").Run(PutBack(page));
                Step("Watch")
                    .Run(Control.Monitor("the shop", 15.Minutes).Expect(Http.Get("https://shop.example/").Contains("Shop")));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var off = script.Steps.LastOrDefault(s => s.Does(Deed.PageOff));
        if (off is null)
            return;
        if (!script.MayBeAfter(off, s => s.Does(Deed.Watches)))
            found.Add(
                off,
                "nobody watches after this: write Step(\"Watch\").Run(Control.Monitor(\"…\", 15.Minutes).Expect(…))."
            );
    }
}
