namespace RunbookDsl.Lint;

/// <summary>Met by the product.</summary>
internal sealed class NoReport : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0389", LintSeverity.Warning, "Nobody writes down what happened")
        {
            Moment = LintMoment.Run,
            Why = "\"Create maintenance report: what was done, any issues encountered, duration.\"",
            Instead =
                "Nothing: `runbook report RUN` writes it from the journal, with every deviation and its reason.",
            ToldBy = "The journal, whatever the script says; an overrun is shown there with its step.",
        };
}
