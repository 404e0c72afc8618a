namespace RunbookDsl.Lint;

/// <summary>Who changes a record says what it was.</summary>
internal sealed class ChangedByOthers : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0350", LintSeverity.Warning, "A record is changed whatever it says now")
        {
            Why =
                "Somebody else has changed it since the runbook was written: his change is lost without a word.",
            Instead =
                ".PointTo(value, expecting: \"what it says now\"): anything else is told and left as it is.",
            Flagged = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Move").Run(zone.Record("A", "@").PointTo("198.51.100.20").SetProxied(true));
                """,
            Clean = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Move").Run(zone.Record("A", "@").PointTo("198.51.100.20", expecting: "198.51.100.10"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (step.Operation?.Link("PointTo") is { } point && point.Argument(1, "expecting") is null)
                found.Add(
                    point.Call.ArgumentList,
                    "whatever the record says now is overwritten: write expecting: and what it says, so that another's "
                        + "change is told and kept."
                );
    }
}
