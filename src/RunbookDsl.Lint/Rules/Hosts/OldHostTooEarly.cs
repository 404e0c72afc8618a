namespace RunbookDsl.Lint;

/// <summary>Both hosts run until nobody asks the old one any more.</summary>
internal sealed class OldHostTooEarly : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0351", LintSeverity.Error, "The old host is switched off before everybody has left it")
        {
            Why =
                "Resolvers keep the old answer until its TTL has run out; those that asked last go to a host that is "
                + "gone. \"Maintenance\": only after DNS points to the new server and it was verified.",
            Instead =
                "Step(\"Old answers have run out\").Run(Dns.AwaitOldAnswers(moved)), a look at the site, and the old "
                + "host's silent access log, before it is switched off.",
            Flagged = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                Step("Move").Run(zone.Record("A", "@").PointTo("198.51.100.20", expecting: "198.51.100.10"));
                Step("Old host off").Run(web.Exec("sudo", "poweroff"));
                """,
            Clean = """
                var zone = Cloudflare.Zone("shop.example", Secret("TOKEN"));
                var moved = Step("Move")
                    .Run(zone.Record("A", "@").PointTo("198.51.100.20", expecting: "198.51.100.10"));
                Step("Old answers have run out").Run(Dns.AwaitOldAnswers(moved));
                Step("Site is well").Run(Http.Get("https://shop.example/").Contains("Shop"));
                Step("Old host off").Run(web.Exec("sudo", "poweroff"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        var move = script.Steps.FirstOrDefault(s => s.Does(Deed.MovesName));
        if (move is null)
            return;
        foreach (var step in script.Steps.Where(s => s.Does(Deed.Terminates)))
        {
            var isWaited = script.Before(step).Any(s => s.Index > move.Index && s.Is("Dns.AwaitOldAnswers"));
            var isLooked = script
                .Before(step)
                .Any(s =>
                    s.Index > move.Index && (s.Kind == StepKind.Manual || s.Checks.Any(c => c.Is("Http.Get")))
                );
            if (!isWaited || !isLooked)
                found.Add(
                    step,
                    $"{(isWaited ? "nobody has looked at the new host" : "resolvers still send visitors here")}: write "
                        + "Dns.AwaitOldAnswers(…) and a look at the site between the change of the name and this."
                );
        }
    }
}
