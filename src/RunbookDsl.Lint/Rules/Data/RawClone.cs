namespace RunbookDsl.Lint;

/// <summary>Personal data does not leave production as it is.</summary>
internal sealed class RawClone : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0318", LintSeverity.Error, "Production data is copied to another environment as it is")
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why =
                "FabulAWS' reload_production_db loads raw personal data and starts the workers at once: staging sends "
                + "mail to real customers.",
            Instead =
                "Pg.CloneTo with .Mask and .Keep for every column that may hold personal data, and make queues, mail "
                + "and webhooks harmless before anything works on it.",
            ToldBy = "Pg.CloneTo refuses a table whose columns are neither masked nor kept when it is run.",
            Flagged = """
                Step("Staging like production").Run(web.Exec("fab", "staging", "reload_production_db"));
                """,
            Clean = """
                var staging = Pg.Database(Secret("STAGING_URL"));
                Step("Staging like production")
                    .Run(
                        Pg.CloneTo(db, staging, "staging")
                            .Mask("users", "email", Masking.Fixed("x@example.com"))
                    );
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            if (step.Is("Pg.CloneTo") && !step.Operation!.Has("Mask") && !step.Operation.Has("Keep"))
                found.Add(
                    step,
                    "this copies production data as it is: write .Mask(table, column, …) for what is personal and "
                        + ".Keep(table, …) for what is not."
                );
            foreach (var command in step.Commands)
                if (command.Program == "fab" && command.Has("reload_production_db") || IsPipedCopy(command))
                    found.Add(
                        step,
                        $"`{Shown.Of(command)}` copies production data as it is, and workers start on it at once: use "
                            + "Pg.CloneTo, which masks, and refuses a target that says it is production."
                    );
        }
    }

    private static bool IsPipedCopy(ShellCommand command) =>
        command is { Program: "psql" or "pg_restore", From.Program: "pg_dump" };
}
