namespace RunbookDsl.Lint;

/// <summary>A queue is empty before its host goes.</summary>
internal sealed class StatefulHostGone : LintRule
{
    private static readonly string[] Stateful = ["rabbit", "queue", "cache", "redis", "kafka", "broker"];

    public override LintRuleInfo Info { get; } =
        new(
            "RB0357",
            LintSeverity.Error,
            "A host with a queue is terminated and nobody looks whether it is empty"
        )
        {
            Why =
                "FabulAWS recreates its cache server because RabbitMQ names its node after the host: what is in the "
                + "queues is gone. A fixed RABBITMQ_NODENAME would avoid it.",
            Instead =
                "A step that waits until rabbitmqctl list_queues says that nothing is left; workers go on until then.",
            Flagged = """
                Step("Cache server away")
                    .Manual("Terminate the RabbitMQ host in the console and create it anew.")
                    .Evidence();
                """,
            Clean = """
                Step("Queues are empty")
                    .Run(web.Exec("rabbitmqctl", "list_queues", "messages").Effects(EffectClass.ReadOnly))
                    .Verify(r => r.Output.Trim() == "0");
                Step("Cache server away")
                    .Manual("Terminate the RabbitMQ host in the console and create it anew.")
                    .Evidence();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (Terminates(step) && IsStateful(step) && !script.MayBeBefore(step, Looks))
                found.Add(
                    step,
                    "what is in its queues is gone with it: write a step before that waits until rabbitmqctl "
                        + "list_queues shows none left."
                );
    }

    private static bool Terminates(ShapeStep step) =>
        step.Does(Deed.Terminates)
        || (
            step.Kind == StepKind.Manual
            && step.Words.Contains("terminate", StringComparison.OrdinalIgnoreCase)
        );

    private static bool IsStateful(ShapeStep step)
    {
        var text = $"{step.Name} {step.Words} {string.Join(' ', step.Shell.Select(s => s.Text))}";
        return Stateful.Any(s => text.Contains(s, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Looks(ShapeStep step) =>
        step.Commands.Any(c => c.Program == "rabbitmqctl")
        || step.Words.Contains("empty", StringComparison.OrdinalIgnoreCase);
}
