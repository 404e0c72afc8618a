namespace RunbookDsl.Lint;

/// <summary>Commands that their programs no longer know.</summary>
internal sealed class GoneCommands : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0360", LintSeverity.Error, "A command is used that its program no longer knows")
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why =
                "Checklists outlive the tools they name: heroku pg:maintenance was removed in version 11, pip install -d "
                + "long ago, docker-compose v1 is retired, FabulAWS has renamed its roles.",
            Instead = "What the message says; a rehearsal shows whether the program knows it.",
            ToldBy = "A rehearsal: the scripted programs of a world refuse what they do not know, by name.",
            Flagged = """
                Step("Maintenance")
                    .Run(Local.Exec("heroku", "pg:maintenance:run", "--force", "-a", "crates-io"));
                """,
            Clean = """
                Step("Maintenance")
                    .Confirm("Run the maintenance of the primary now?")
                    .Run(
                        Local.Exec(
                            "heroku",
                            "data:maintenances:run",
                            "DATABASE",
                            "--confirm",
                            "crates-io",
                            "--wait"
                        )
                    );
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            foreach (var command in step.Commands)
                if (Gone(command) is { } instead)
                    found.Add(step, $"`{Shown.Of(command)}`: {instead}.");
            if (step.Words.Contains("<CORSConfiguration", StringComparison.Ordinal))
                found.Add(
                    step,
                    "S3 takes its CORS rules as JSON, in the console as in the API, since 2020: write them as JSON."
                );
        }
    }

    private static string? Gone(ShellCommand command)
    {
        if (command.Program == "heroku" && command.HasStart("pg:maintenance"))
            return "Heroku's program has no pg:maintenance since version 11; it is data:maintenances:run "
                + "DATABASE --confirm APP --wait";
        if (command.Program == "docker-compose")
            return "docker-compose version 1 is retired, and its ps hides containers that have ended; use "
                + "web.Compose(folder).AssertRunning(), or docker compose";
        if (command.Is("pip", "install") && command.Has("-d"))
            return "pip install has no -d any more; it is pip download -d";
        if (
            command.Program == "fab"
            && command.Words.Any(w =>
                w.Contains("db-master", StringComparison.Ordinal)
                || w.Contains("db-slave", StringComparison.Ordinal)
            )
        )
            return "FabulAWS calls these roles db-primary and db-replica now";
        if (command.Program == "fab" && command.Has("upload_newrelic_sysmon_conf"))
            return "the task is called upload_newrelic_infrastructure_conf now";
        return null;
    }
}
