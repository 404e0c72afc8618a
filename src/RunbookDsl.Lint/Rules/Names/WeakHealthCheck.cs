namespace RunbookDsl.Lint;

/// <summary>An answer without its words is no proof.</summary>
internal sealed class WeakHealthCheck : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0353",
            LintSeverity.Warning,
            "A health check asks for the head only, or for no words of the page"
        )
        {
            Why =
                "curl -I exits 0 on a 503, a cache answers for a dead host, and a maintenance page is a page: \"expected "
                + "200\" is in the reader's head only.",
            Instead = "Http.Get(url).Contains(\"words of the page\").Consecutive(3).",
            Flagged = """
                Step("Site is well").Run(web.Exec("curl", "-I", "https://shop.example/"));
                """,
            Clean = """
                Step("Site is well").Run(Http.Get("https://shop.example/").Contains("Shop").Consecutive(3));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            foreach (var command in step.Commands)
                if (
                    command.Program == "curl"
                    && !command.Has("-X", "--request", "-d", "--data", "-u")
                    && command.From is null
                )
                    found.Add(
                        step,
                        command.Has("-I", "--head")
                            ? $"`{Shown.Of(command)}` asks for the head only and exits 0 on a 503: use "
                                + "Http.Get(url).Contains(\"…\")."
                            : $"`{Shown.Of(command)}` exits 0 whatever the page says: use Http.Get(url).Contains(\"…\")."
                    );
            foreach (var check in step.Checks)
                if (
                    check.Is("Http.Get")
                    && !check.Links.Any(l => l.Name is "Contains" or "Status" or "Header")
                )
                    found.Add(
                        check.Syntax,
                        "any page is content enough for this check, an error page too: write .Contains(\"…\") with "
                            + "words that only the right one has.",
                        Fixes.AppendTo("Look for words of the page", check.Syntax, ".Contains(\"\")")
                    );
        }
    }
}
