namespace RunbookDsl.Lint;

/// <summary>A maintenance page answers 503, everywhere, and says when.</summary>
internal sealed class PageUnproved : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0345",
            LintSeverity.Warning,
            "Nobody proves that visitors get the maintenance page with status 503"
        )
        {
            Why =
                "The snippet of \"Workflow: Maintenance Mode\" passes nginx -t and shows nginx's own 503 page, since the "
                + "page is looked for behind the same return; cap maintenance:enable without the web server's part "
                + "changes nothing; a page at pages.dev answers 200, and search engines take it for the site.",
            Instead =
                ".Verify(Http.Get(site).Status(503).Contains(\"…\")) through the address visitors use; or "
                + "web.Nginx().MaintenanceOn(site), which does.",
            Flagged = """
                Step("Page on").Run(Local.Exec("cap", "production", "maintenance:enable"));
                """,
            Clean = """
                Step("Page on")
                    .Run(Temporarily(web.Nginx().MaintenanceOn("https://shop.example/")))
                    .Verify(Http.Get("https://shop.example/").Status(503).Contains("maintenance"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            if (IsLoop(step))
                found.Add(
                    step,
                    "error_page stands behind the same return 503, so nginx shows its own page: give the page a "
                        + "location of its own that is internal, or use web.Nginx().MaintenanceOn(site)."
                );
            if (step.Does(Deed.PageOn) && !step.Is("HostNginx.MaintenanceOn") && !Proves(step))
                if (!script.MayBeAfter(step, Proves))
                    found.Add(
                        step,
                        "nobody looks whether visitors get the page, with status 503: write .Verify(Http.Get(site)"
                            + ".Status(503).Contains(\"…\"), within: 5.Minutes)."
                    );
        }
    }

    private static bool Proves(ShapeStep step) =>
        step.Checks.Any(c =>
            c.Is("Http.ExpectReadOnly")
            || c.Links.Any(l => l.Name == "Status" && l.Argument(0)?.ToString() == "503")
        );

    private static bool IsLoop(ShapeStep step)
    {
        var text = string.Join('\n', step.Shell.Select(s => s.Text)) + step.Words;
        if (step.Is("SshHost.WriteFile"))
            text += step.Operation!.Factory!.Text(1, "content");
        var block = text.IndexOf("location / {", StringComparison.Ordinal);
        if (block < 0)
            return false;
        var end = text.IndexOf('}', block);
        var inside = text[block..(end < 0 ? text.Length : end)];
        return inside.Contains("return 503", StringComparison.Ordinal)
            && inside.Contains("error_page 503", StringComparison.Ordinal);
    }
}
