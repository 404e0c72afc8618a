namespace RunbookDsl.Lint;

/// <summary>Workers go on once somebody has looked.</summary>
internal sealed class WorkersTooEarly : LintRule
{
    private static readonly string[] Words =
    [
        "worker",
        "celery",
        "sidekiq",
        "cron",
        "scheduler",
        "queue",
        "jobs",
    ];

    public override LintRuleInfo Info { get; } =
        new("RB0385", LintSeverity.Error, "Workers go on before anybody has looked")
        {
            Why = "They work through a broken database as fast as they can, and send the mail about it.",
            Instead = "A check between the last change and the step that lets them go on.",
            Flagged = """
                var held = Step("Worker held").Run(Temporarily(web.Unit("shop-worker").Hold()));
                Step("Migrate").Run(Pg.Ddl(db, "alter table orders add note text")).NoUndo("expand only");
                Step("Worker goes on").Run(PutBack(held));
                """,
            Clean = """
                var held = Step("Worker held").Run(Temporarily(web.Unit("shop-worker").Hold()));
                Step("Migrate").Run(Pg.Ddl(db, "alter table orders add note text")).NoUndo("expand only");
                Step("It is there").Run(Pg.Check(db, "select count(note) >= 0 from orders"));
                Step("Worker goes on").Run(PutBack(held));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            if (!step.Does(Deed.Opens) || !IsWorker(step))
                continue;
            var change = script
                .Before(step)
                .LastOrDefault(s => s.Does(Deed.ChangesData | Deed.Restore | Deed.Upgrade | Deed.Packages));
            if (
                change is not null
                && !change.Has("Verify")
                && !script.Between(change, step).Any(s => s.Does(Deed.Looks) || s.Kind == StepKind.Elsewhere)
            )
                found.Add(
                    step,
                    $"nobody has looked since \"{change.Name}\": write a check before workers go on."
                );
        }
    }

    private static bool IsWorker(ShapeStep step)
    {
        var about = step.Puts is [var off, ..] ? off : step;
        var text = $"{about.Name} {about.Operation?.Syntax}";
        return Words.Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase));
    }
}
