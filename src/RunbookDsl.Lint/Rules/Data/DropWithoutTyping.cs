namespace RunbookDsl.Lint;

/// <summary>What is gone for good is typed out by a person first.</summary>
internal sealed class DropWithoutTyping : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0316", LintSeverity.Error, "Something is dropped or terminated without a typed confirmation")
        {
            Why =
                "The wrong terminal, the wrong variable, the wrong night. A database that is renamed today and dropped "
                + "next week can be had back for a week.",
            Instead = ".ConfirmTyped(\"name\") on the step; rename now, drop later.",
            Flagged = """
                Step("Old database away")
                    .Run(Pg.DropDatabase(db.Named("old")))
                    .NoUndo("it is dropped")
                    .PointOfNoReturn();
                """,
            Clean = """
                Step("Old database away")
                    .Run(Pg.DropDatabase(db.Named("old")))
                    .ConfirmTyped("old")
                    .NoUndo("it is dropped")
                    .PointOfNoReturn();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (What(step) is { } what && !step.Has("ConfirmTyped"))
                found.Add(
                    step,
                    $"{what} is gone for good, and nobody has typed its name: write .ConfirmTyped(\"…\"), and better "
                        + "rename it now and drop it days later.",
                    Fixes.Append("Ask for its name", step, ".ConfirmTyped(\"name\")")
                );
    }

    private static string? What(ShapeStep step)
    {
        if (step.Is("Pg.DropDatabase"))
            return "the database";
        foreach (var part in step.Sql.Where(p => p.Sender != SqlSender.Look).SelectMany(p => p.Statements))
            if (part.Starts("drop", "database") || part.Starts("drop", "schema"))
                return "what it drops";
            else if (part.Starts("drop", "table"))
                return "the table";
        foreach (var command in step.Commands)
            if (command.Program == "dropdb")
                return "the database";
            else if (command.Is("aws") && command.Has("terminate-instances", "delete-db-instance"))
                return "the instance";
            else if (command.Program == "fab" && command.Has("reload_production_db"))
                return "the target's database";
            else if (command.Program == "fab" && command.HasStart("recreate_servers"))
                return "every server of the environment";
        return null;
    }
}
