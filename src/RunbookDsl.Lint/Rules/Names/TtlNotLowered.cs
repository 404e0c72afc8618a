namespace RunbookDsl.Lint;

/// <summary>The old answer lives as long as its TTL.</summary>
internal sealed class TtlNotLowered : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0304", LintSeverity.Error, "A name is moved and its TTL was not lowered before")
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why = "Resolvers keep the old answer for the old TTL, a day perhaps, whatever is set now.",
            Instead =
                "Step(\"Shorter TTL\").At(T - 48.Hours).Run(Temporarily(record.SetTtl(5.Minutes))), at least the old "
                + "TTL before; a proxied record needs none.",
            ToldBy = "Dns.AssertTtlLowered(shorter, …) knows the old TTL and refuses before it has run out.",
            Flagged = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Move")
                    .Run(zone.Record("A", "app").PointTo("198.51.100.20", expecting: "198.51.100.10"));
                """,
            Clean = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Shorter TTL")
                    .At(T - 48.Hours)
                    .Run(Temporarily(zone.Record("A", "app").SetTtl(5.Minutes)));
                Step("Move")
                    .Run(zone.Record("A", "app").PointTo("198.51.100.20", expecting: "198.51.100.10"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Operation is { Type.Name: "CloudflareChange" } change
                && change.Has("PointTo")
                && change.Link("SetProxied")?.Argument(0)?.ToString() != "true"
                && !script.MayBeBefore(step, s => s.Operation?.Has("SetTtl") == true)
            )
                found.Add(
                    step,
                    "resolvers keep the old answer for its old TTL: lower it in a step at least that long before, "
                        + ".At(T - 48.Hours), or say .SetProxied(true) when the provider answers for it."
                );
    }
}
