namespace RunbookDsl.Lint;

/// <summary>Old code on a new schema may be worse than what is rolled back.</summary>
internal sealed class OldCodeNewSchema : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0334", LintSeverity.Error, "Code is rolled back and nobody says that it fits the schema")
        {
            Why =
                "After a migration the old code may write what the new schema does not take, or read what is gone. "
                + "The rollback plan of \"Workflow: Maintenance Mode\" does not ask.",
            Instead =
                "Say it where it is decided: a GoNoGo before that names the schema, or .NoUndo(\"expand only: the old "
                + "code runs on the new schema\") on the migration.",
            Flagged = """
                Step("Old code").Run(web.Exec("git", "checkout", "v41"));
                """,
            Clean = """
                GoNoGo("Does v41 run on the schema as it is now?").Id("schema");
                Step("Old code").Run(web.Exec("git", "checkout", "v41"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (step.Does(Deed.CodeBack) && !Says(step) && !script.MayBeBefore(step, Says))
                found.Add(
                    step,
                    "nobody says that the old code runs on the schema as it is now: ask it in a GoNoGo before, in "
                        + "words with \"schema\"."
                );
    }

    private static bool Says(ShapeStep step) =>
        new[]
        {
            step.Words,
            step.Link("Confirm")?.Text(0),
            step.Link("NoUndo")?.Text(0),
            step.Link("ConfirmTyped")?.Text(1),
        }.Any(t => t?.Contains("schema", StringComparison.OrdinalIgnoreCase) == true);
}
