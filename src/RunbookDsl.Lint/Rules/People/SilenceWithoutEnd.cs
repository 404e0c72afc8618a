namespace RunbookDsl.Lint;

/// <summary>A silence that nobody ends hides the next outage.</summary>
internal sealed class SilenceWithoutEnd : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0376", LintSeverity.Error, "Alarms are silenced without an end")
        {
            Why = "The silence outlives the maintenance, and the next night nobody is woken.",
            Instead = "--duration longer than the window and its overrun; and Temporarily(…), which ends it.",
            Flagged = """
                Step("Alarms off").Run(Local.Exec("amtool", "silence", "add", "site=shop"));
                """,
            Clean = """
                Step("Alarms off")
                    .Run(Local.Exec("amtool", "silence", "add", "--duration", "4h", "site=shop"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (command.Is("amtool", "silence", "add") && command.Option("-d", "--duration", "--end") is null)
                found.Add(
                    step,
                    "this silence has no end of its own: give it --duration, longer than the window."
                );
    }
}
