namespace RunbookDsl.Lint;

/// <summary>After a crash nobody is told a second time.</summary>
internal sealed class ToldTwice : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0379",
            LintSeverity.Warning,
            "People are told by a command that tells them again after a crash"
        )
        {
            Why = "A run that is taken up again cannot know whether curl or mail had sent it.",
            Instead =
                "Slack.Post, Mail.Send, StatusPage and Intercom: each carries a mark by which it is found again.",
            Flagged = """
                Step("Tell").Run(Local.Exec("curl", "-d", "text=maintenance", "https://hooks.slack.com/services/x"));
                """,
            Clean = """
                Step("Tell").Run(Slack.Post("#ops", "maintenance", Secret("SLACK"))).NoUndo("it was read");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (Tells(command) && !step.Has("Probe"))
                found.Add(
                    step,
                    $"after a crash nobody knows whether `{Shown.Of(command)}` was sent: use Slack.Post, Mail.Send or "
                        + "StatusPage, which find their own message again."
                );
    }

    private static bool Tells(ShellCommand command) =>
        command.Program is "mail" or "mailx" or "sendmail" or "swaks"
        || (
            command.Program == "curl"
            && command.Words.Any(w =>
                w.Contains("slack.com", StringComparison.Ordinal)
                || w.Contains("statuspage", StringComparison.Ordinal)
            )
        );
}
