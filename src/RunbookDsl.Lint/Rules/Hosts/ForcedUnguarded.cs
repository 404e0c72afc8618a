namespace RunbookDsl.Lint;

/// <summary>An option that answers yes wants somebody who has said so.</summary>
internal sealed class ForcedUnguarded : LintRule
{
    private static readonly string[] Options =
    [
        "--force",
        "--confirm",
        "-y",
        "--yes",
        "--assume-yes",
        "--no-input",
    ];

    public override LintRuleInfo Info { get; } =
        new(
            "RB0361",
            LintSeverity.Error,
            "A program's own question is answered beforehand, and nothing asks instead"
        )
        {
            Why =
                "--force skips what the program would have checked: that the application is in maintenance mode, that "
                + "it is the right one.",
            Instead =
                ".Guard(…) for what the program would have checked, or .Confirm(…) or a GoNoGo right before it.",
            Flagged = """
                Step("Maintenance").Run(Local.Exec("heroku", "data:maintenances:run", "DATABASE", "--force"));
                """,
            Clean = """
                Step("Maintenance")
                    .Guard(Http.ExpectReadOnly("https://crates.example/"))
                    .Run(Local.Exec("heroku", "data:maintenances:run", "DATABASE", "--force"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (
                command.Words.FirstOrDefault(w =>
                    Options.Any(o => w == o || w.StartsWith(o + "=", StringComparison.Ordinal))
                )
                    is { } option
                && !step.Has("Guard")
                && !step.Has("Confirm")
                && !step.Has("ConfirmTyped")
                && script.Before(step).LastOrDefault()?.Does(Deed.Asks) != true
            )
                found.Add(
                    step,
                    $"{option} of `{Shown.Of(command)}` skips the program's own question: write .Guard(…) for what "
                        + "it would have checked, or .Confirm(\"…\").",
                    Fixes.Append("Ask before it", step, $".Confirm({Quoted(command)})")
                );
    }

    private static string Quoted(ShellCommand command) =>
        $"\"Run {Shown.Of(command).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}?\"";
}
