using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Leaves out the steps an operator named, with the reason in the journal.</summary>
internal static class Skips
{
    public static void Apply(RunScope scope)
    {
        foreach (var (id, reason) in scope.Request.Skips)
        {
            if (scope.State.Step(id).IsFinished)
                continue;
            scope.Append(
                Body.Record(
                    RecordTypes.StepResolved,
                    id,
                    0,
                    w =>
                    {
                        w.WriteString("as", "skip");
                        w.WriteString("by", scope.Services.Operator);
                        w.WriteString("reason", reason);
                    }
                )
            );
            scope.Emit(RunEventKind.StepSkipped, scope.Plan.Find(id), $"{scope.Services.Operator}: {reason}");
        }
    }
}
