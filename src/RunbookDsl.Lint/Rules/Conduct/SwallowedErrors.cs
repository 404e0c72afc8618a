namespace RunbookDsl.Lint;

/// <summary>An error that nobody sees is met again later, larger.</summary>
internal sealed class SwallowedErrors : LintRule
{
    private static readonly string[] Programs =
    [
        "psql",
        "createdb",
        "dropdb",
        "createuser",
        "vacuumdb",
        "reindexdb",
        "pg_dump",
        "pg_dumpall",
        "pg_restore",
        "pg_basebackup",
        "pg_upgrade",
        "pg_ctl",
    ];

    public override LintRuleInfo Info { get; } =
        new("RB0393", LintSeverity.Error, "An error of a database is thrown away")
        {
            Why =
                "FabulAWS ignores a dropdb that failed; the load that follows fills the database that was not dropped.",
            Instead = "Let it fail; or say which failure is expected: .Accept(0, 1), and a check behind it.",
            Flagged = """
                Step("Drop").Run(web.Exec("sh", "-c", "dropdb staging || true")).ConfirmTyped("staging");
                """,
            Clean = """
                Step("Drop").Run(web.Exec("dropdb", "--if-exists", "staging")).ConfirmTyped("staging");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (Programs.Contains(command.Program) && (command.FailsSilently || command.HidesErrors))
                found.Add(
                    step,
                    $"the failure of `{Shown.Of(command)}` is {(command.FailsSilently ? "made a success" : "not shown")}, "
                        + "and the next step works on what is there: let it fail."
                );
            else if (command.Words.Any(w => w.Contains("warn_only", StringComparison.Ordinal)))
                found.Add(step, $"`{Shown.Of(command)}` only warns: let it fail.");
    }
}
