namespace RunbookDsl.Lint;

/// <summary>Whose peak is when is not written in a runbook.</summary>
internal sealed class PeakHours : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0382", LintSeverity.Warning, "The window lies in business hours or in a provider's own window")
        {
            Moment = LintMoment.Run,
            Why = "\"Outside of business hours with a healthy margin, i.e. a Saturday.\"",
            Instead = "A window at your users' quiet hours; move the provider's window away from it.",
            ToldBy = "Nobody yet: neither your users' hours nor the provider's window are known to the plan.",
        };
}
