namespace RunbookDsl.Lint;

/// <summary>Between the removal and the move there is nothing.</summary>
internal sealed class GapBetweenRemoveAndMove : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0396", LintSeverity.Warning, "A folder is removed and its successor moved there afterwards")
        {
            Why =
                "Whoever reads in between finds nothing; and when the move fails, or the new folder is not whole, the "
                + "old one is gone.",
            Instead =
                "Check the new one, rename the old one aside, rename the new one in, remove the old one last.",
            Flagged = """
                Step("New folder").Run(web.Exec("sh", "-c", "rm -rf sdists/; mv sdists_new/ sdists/"));
                """,
            Clean = """
                Step("New folder").Run(web.Exec("sh", "-c", "mv sdists sdists_old && mv sdists_new sdists"));
                Step("Old folder away").Run(web.Exec("rm", "-r", "sdists_old"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        ShellCommand? removed = null;
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (command.Program == "rm")
                removed = command;
            else if (
                command.Program == "mv"
                && removed is not null
                && removed.Words.Any(w => w.TrimEnd('/') == command.Words[^1].TrimEnd('/'))
            )
                found.Add(
                    step,
                    $"between `{Shown.Of(removed)}` and `{Shown.Of(command)}` there is nothing, and a failure leaves "
                        + "nothing: rename the old one aside first, remove it last."
                );
    }
}
