namespace RunbookDsl.Lint;

/// <summary>Visitors want to know when.</summary>
internal sealed class PageWithoutEnd : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0346", LintSeverity.Warning, "The maintenance page does not say until when, with its zone")
        {
            Why =
                "\"We'll be back soon\" makes everybody come back every five minutes, and write to support.",
            Instead = "An absolute time with its zone: $\"Back at {AbsoluteTimes.At(until)}\".",
            Flagged = """
                Step("Page")
                    .Run(
                        web.WriteFile("/var/www/maintenance.html", "<h1>Maintenance</h1>We'll be back soon!")
                    );
                """,
            Clean = """
                Step("Page")
                    .Run(
                        web.WriteFile(
                            "/var/www/maintenance.html",
                            "<h1>Maintenance</h1>Back at 2026-12-05 08:00 UTC"
                        )
                    );
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            foreach (var text in Pages(step))
                if (!HasZone(text))
                    found.Add(
                        step,
                        "the page does not say until when: write an absolute time with its zone, such as "
                            + "AbsoluteTimes.At(until)."
                    );
            foreach (var command in step.Commands)
                if (command.Program == "cap" && command.Has("maintenance:enable") && !HasZone(command.Line))
                    found.Add(
                        step,
                        "UNTIL of the page has no date and zone: write an absolute time, such as "
                            + "UNTIL=\"2026-12-05 08:00 UTC\"."
                    );
        }
    }

    private static IEnumerable<string> Pages(ShapeStep step)
    {
        if (step.Is("SshHost.WriteFile") && step.Operation!.Factory!.Argument(1, "content") is { } content)
        {
            var text = ScriptTexts.Of(content, step.Model) ?? "";
            // A time that is computed counts: what it is the text does not show.
            if (IsPage(text) && !content.ToString().Contains('{', StringComparison.Ordinal))
                yield return text;
        }
        foreach (var command in step.Commands)
            if (command.WritesFile is not null && command.Input is { } input && IsPage(input))
                yield return input;
    }

    private static bool IsPage(string text) =>
        text.Contains('<', StringComparison.Ordinal)
        && text.Contains("maintenance", StringComparison.OrdinalIgnoreCase);

    private static bool HasZone(string text) =>
        text.Contains("UTC", StringComparison.Ordinal)
        || text.Contains("GMT", StringComparison.Ordinal)
        || text.Contains("CET", StringComparison.Ordinal)
        || text.Contains('Z', StringComparison.Ordinal) && text.Any(char.IsAsciiDigit);
}
