namespace RunbookDsl.Lint;

/// <summary>A proxied name always answers with the provider's addresses.</summary>
internal sealed class PublicLookAtProxied : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0348", LintSeverity.Warning, "A change behind a proxy is proved by asking for the name")
        {
            Why = "The answer is the provider's own address before and after: it proves nothing.",
            Instead = ".Verify(Http.Get(site).Contains(\"…\")) with words that only the new host says.",
            Flagged = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Move")
                    .Run(
                        zone.Record("A", "@")
                            .PointTo("198.51.100.20", expecting: "198.51.100.10")
                            .SetProxied(true)
                    )
                    .Verify(Dns.AssertResolves("shop.example", "A", "198.51.100.20"));
                """,
            Clean = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Move")
                    .Run(
                        zone.Record("A", "@")
                            .PointTo("198.51.100.20", expecting: "198.51.100.10")
                            .SetProxied(true)
                    )
                    .Verify(Http.Get("https://shop.example/").Contains("new host"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Operation?.Link("SetProxied")?.Argument(0)?.ToString() == "true"
                && step.ChecksBy("Dns.AssertResolves", "Dns.AssertResolverAgrees")
            )
                found.Add(
                    step,
                    "the name of a proxied record answers with the provider's addresses, before and after: verify "
                        + "with Http.Get and words that only the new host says."
                );
    }
}
