namespace RunbookDsl.Lint;

/// <summary>Decided where overrides are read; here is its page.</summary>
internal sealed class OverrideWithoutReason : LintRule
{
    public static LintRuleInfo Rule { get; } =
        new("RB0300", LintSeverity.Error, "A finding is accepted without a reason")
        {
            Why =
                "Whoever reads the report after the night has to know why the author knew better than the rule.",
            Instead = "Write the reason after \"because\", or mend what the rule found.",
            Flagged = """
                // lint: RB0306 because
                Step("Worker off").Run(web.Exec("heroku", "ps:scale", "worker=0"));
                """,
            Clean = """
                // lint: RB0306 because the step "Worker on" scales it up again and holds the run if it cannot
                Step("Worker off").Run(web.Exec("heroku", "ps:scale", "worker=0"));
                """,
        };

    public override LintRuleInfo Info => Rule;
}
