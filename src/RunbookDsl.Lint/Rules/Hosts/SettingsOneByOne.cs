namespace RunbookDsl.Lint;

/// <summary>Each change of settings restarts the application.</summary>
internal sealed class SettingsOneByOne : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0362",
            LintSeverity.Hint,
            "Settings are changed one after the other, and each restarts the application"
        )
        {
            Why = "Each config:set makes a release and restarts all dynos.",
            Instead = "One config:set with all of them.",
            Flagged = """
                Step("Read only")
                    .Run(Local.Exec("heroku", "config:set", "-a", "crates-io", "READ_ONLY_MODE=1"));
                Step("No follower")
                    .Run(Local.Exec("heroku", "config:set", "-a", "crates-io", "DB_OFFLINE=follower"));
                """,
            Clean = """
                Step("Read only")
                    .Run(
                        Local.Exec(
                            "heroku",
                            "config:set",
                            "-a",
                            "crates-io",
                            "READ_ONLY_MODE=1",
                            "DB_OFFLINE=follower"
                        )
                    );
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        for (var i = 1; i < script.Steps.Count; i++)
            if (Sets(script.Steps[i]) && Sets(script.Steps[i - 1]))
                found.Add(
                    script.Steps[i],
                    "this restarts the application a second time: set everything in one config:set."
                );
    }

    private static bool Sets(ShapeStep step) =>
        step.Commands.Any(c => c.Program == "heroku" && c.Has("config:set", "config:unset"));
}
