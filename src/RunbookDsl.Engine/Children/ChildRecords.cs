using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Writes into the parent's journal what becomes of a step's child run.</summary>
internal sealed class ChildRecords(RunScope scope, PlannedStep step)
{
    /// <summary>Durable on return: a child that has no run then was never begun.</summary>
    public void Started(string runId, Plan plan, IReadOnlyDictionary<string, string> values)
    {
        RefuseSecrets(values);
        Append(
            RecordTypes.ChildStarted,
            w =>
            {
                w.WriteString("run", runId);
                w.WriteString("script", plan.ScriptPath);
                w.WriteString("planHash", plan.Hash);
                w.Pairs("parameters", values);
            }
        );
        scope.Commit();
    }

    public void Ended(string runId, RunStatus status) =>
        Append(
            RecordTypes.ChildEnded,
            w =>
            {
                w.WriteString("run", runId);
                w.WriteString("status", status.Word());
            }
        );

    private void RefuseSecrets(IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
            if (scope.Redactor.Mask(value) != value)
                throw new RunHeldException(
                    RunStatus.Held,
                    $"'{step.Id}' would have to journal a secret: the child's parameter '{name}' holds one. "
                        + "The child run was not begun. Let the child ask for it by name, Secret(\"…\")."
                );
    }

    private void Append(string type, Action<BodyWriter> write) =>
        scope.Append(Body.Record(type, step.Id, scope.State.Step(step.Id).Attempts, write));
}
