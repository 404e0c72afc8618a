using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>What a step's journal says of its child run, and a child's of its parent.</summary>
internal static class ChildFold
{
    public static void Apply(RunState run, StepState step, JournalRecord record, BodyView body)
    {
        if (record.Type == RecordTypes.ChildStarted)
        {
            run.ChildIds.Add(body.Text("run") ?? "");
            step.Child = new ChildReference(
                body.Text("run") ?? "",
                body.Text("script") ?? "",
                body.Text("planHash") ?? ""
            )
            {
                Parameters = new Dictionary<string, string>(body.Pairs("parameters")),
            };
        }
        else if (step.Child is { } child && child.RunId == body.Text("run"))
            End(step, child, RunStatusNames.Parse(body.Text("status")));
    }

    private static void End(StepState step, ChildReference child, RunStatus? status)
    {
        step.Child = child with { Status = status };
        if (step.Phase == StepPhase.InDoubt && status is not (null or RunStatus.Done))
            step.Reason = $"its child run {child.RunId} is not at its end";
    }

    public static ParentReference? Parent(BodyView body) =>
        body.Find("parent") is { IsObject: true } parent
            ? new ParentReference(parent.Text("run") ?? "", parent.Text("step") ?? "")
            : null;
}
