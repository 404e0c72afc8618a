namespace RunbookDsl.Lint;

/// <summary>The new host has its certificate before visitors come.</summary>
internal sealed class NewHostWithoutCertificate : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0352", LintSeverity.Error, "A name is moved to a host whose certificate nobody has looked at")
        {
            Why = "Every visitor gets a warning of the browser, and no health check by HTTP sees it.",
            Instead =
                "Before: Tls.AssertCertificate(\"shop.example\").Via(address), or Http.Get(\"https://…\").Via(address).",
            Flagged = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Shorter TTL").Run(Temporarily(zone.Record("A", "@").SetTtl(5.Minutes)));
                Step("Move").Run(zone.Record("A", "@").PointTo("198.51.100.20", expecting: "198.51.100.10"));
                """,
            Clean = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Shorter TTL").Run(Temporarily(zone.Record("A", "@").SetTtl(5.Minutes)));
                Step("Certificate").Run(Tls.AssertCertificate("shop.example").Via("198.51.100.20"));
                Step("Move").Run(zone.Record("A", "@").PointTo("198.51.100.20", expecting: "198.51.100.10"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Does(Deed.MovesName)
                && !step.Checks.Any(Proves)
                && !script.MayBeBefore(step, s => s.Checks.Any(Proves))
            )
                found.Add(
                    step,
                    "nobody has looked at the certificate of the new host: write a step before with "
                        + "Tls.AssertCertificate(name).Via(address), or Http.Get(\"https://…\").Via(address)."
                );
    }

    private static bool Proves(ShapeCall check) =>
        check.Is("Tls.AssertCertificate", "HostCertificate.AssertValid")
        || (check.Is("Http.Get") && check.Has("Via"));
}
