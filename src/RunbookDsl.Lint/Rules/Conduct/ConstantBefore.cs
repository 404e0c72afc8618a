namespace RunbookDsl.Lint;

/// <summary>What was before is read, not remembered.</summary>
internal sealed class ConstantBefore : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0391", LintSeverity.Warning, "What was before is written into the script")
        {
            Why =
                "crates.io's checklist scales the worker to 1 at the end. Since somebody scaled it to 3 in summer that "
                + "is an outage that looks like a success.",
            Instead =
                "An operation that captures what it changes; or read it in a step before, and put that back.",
            Flagged = """
                Step("Worker off")
                    .Run(Local.Exec("heroku", "ps:scale", "-a", "crates-io", "background_worker=0"));
                Step("Worker on")
                    .Run(Local.Exec("heroku", "ps:scale", "-a", "crates-io", "background_worker=1"));
                """,
            Clean = """
                var held = Step("Worker off").Run(Temporarily(web.Unit("shop-worker").Hold()));
                Step("Worker on").Run(PutBack(held));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            foreach (var word in Scaled(step.Commands))
                if (script.Before(step).Any(s => s.Commands.Any(c => c.Has($"{word.Split('=')[0]}=0"))))
                    found.Add(step, Message(word));
            foreach (var undo in step.Links.Where(l => l.Name == "Undo"))
                if (
                    undo.Argument(0) is { } how
                    && StepTexts.Shell(ShapeCall.Of(how, step.Model)) is { } shell
                    && Scaled(shell.Commands).FirstOrDefault() is { } constant
                )
                    found.Add(step, Message(constant));
        }
    }

    private static string Message(string word) =>
        $"{word} is what it was when this was written: read it before it is changed, and put back what was read.";

    private static IEnumerable<string> Scaled(IEnumerable<ShellCommand> commands) =>
        commands
            .Where(c => c.Has("ps:scale", "scale", "set-desired-capacity"))
            .SelectMany(c => c.Words)
            .Where(w => w.Split('=') is [_, var n] && int.TryParse(n, out var count) && count > 0);
}
