namespace RunbookDsl.Lint;

/// <summary>Who did it by hand says what he saw.</summary>
internal sealed class ManualWithoutEvidence : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0383", LintSeverity.Warning, "Something is done by hand and nobody says what was seen")
        {
            Why = "\"Done\" is no evidence: the report of the night has nothing but a name.",
            Instead = ".Evidence(): the step wants a text, a link or a screenshot's name.",
            Flagged = """
                Step("Somebody looks").Manual("Log in and order something.");
                """,
            Clean = """
                Step("Somebody looks").Manual("Log in and order something.").Evidence();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (step.Kind == StepKind.Manual && !step.Has("Evidence"))
                found.Add(
                    step,
                    "\"done\" is no evidence: write .Evidence(), which asks for what was seen.",
                    Fixes.Append("Ask for evidence", step, ".Evidence()")
                );
    }
}
