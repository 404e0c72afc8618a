namespace RunbookDsl.Lint;

/// <summary>The last lines of a log are of any age.</summary>
internal sealed class LastLinesOfLog : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0394", LintSeverity.Warning, "A log is judged by its last lines")
        {
            Why =
                "Fifty lines may be of the last second or of last year; grep exits 1 when all is well, and 0 when it "
                + "finds errors.",
            Instead =
                "var mark = Step(\"Where the log ends\").Run(web.Journal(\"shop\").Mark()); and later "
                + "web.Journal(\"shop\").NoNewErrors(mark).",
            Flagged = """
                Step("No errors").Run(web.Exec("sh", "-c", "sudo journalctl -u shop -n 50 | grep -i error"));
                """,
            Clean = """
                var mark = Step("Where the log ends").Run(web.Journal("shop").Mark());
                Step("No errors").Run(web.Journal("shop").NoNewErrors(mark));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (command.Program == "grep" && command.From is { } log && ReadsEnd(log))
                found.Add(
                    step,
                    $"`{Shown.Of(log)}` shows lines of any age: mark the log before the work with "
                        + "web.Journal(\"…\").Mark() and assert .NoNewErrors(mark)."
                );
    }

    private static bool ReadsEnd(ShellCommand command) =>
        command.Program == "tail"
        || (
            command.Program == "journalctl"
            && command.Option("-n", "--lines") is not null
            && command.Option("-S", "--since") is null
        );
}
