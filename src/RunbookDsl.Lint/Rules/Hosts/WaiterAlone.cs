namespace RunbookDsl.Lint;

/// <summary>A waiter that returns at once has seen nothing.</summary>
internal sealed class WaiterAlone : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0359", LintSeverity.Warning, "A provider's waiter is all that verifies, or it has no limit")
        {
            Why =
                "heroku pg:wait and data:maintenances:wait return at once when nothing has begun yet; others wait for "
                + "ever. Read in their source.",
            Instead = ".Timeout(…) on it, and a step behind it that asks the service itself.",
            Flagged = """
                Step("Wait").Run(Local.Exec("heroku", "pg:wait", "-a", "crates-io"));
                """,
            Clean = """
                Step("Wait").Run(Local.Exec("heroku", "pg:wait", "-a", "crates-io")).Timeout(10.Minutes);
                Step("It is a primary").Run(Pg.AssertPrimary(db));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (Waits(command))
            {
                var next = script.After(step).FirstOrDefault(s => s.Kind != StepKind.Elsewhere);
                var isLooked = next is not null && next.Checks.Any() || step.Has("Verify");
                if (!isLooked || !step.Has("Timeout"))
                    found.Add(
                        step,
                        $"`{Shown.Of(command)}` returns at once when nothing has begun, and may wait for ever: "
                            + "write .Timeout(…), and a check of the service itself behind it."
                    );
            }
    }

    private static bool Waits(ShellCommand command) =>
        (command.Program == "heroku" && command.Has("ps:wait", "pg:wait", "data:maintenances:wait"))
        || (command.Program == "aws" && command.Has("wait"));
}
