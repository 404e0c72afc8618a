using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// The first records of a run: what is run, by whom, with what, and the plan with its archived sources.
/// </summary>
internal static class OpeningRecords
{
    public static JournalRecord Opened(RunRequest request, string operatorName) =>
        Body.Record(
            RecordTypes.RunOpened,
            null,
            0,
            w =>
            {
                w.WriteString("script", request.Plan.ScriptPath);
                w.WriteString("operator", operatorName);
                w.Flag("sandbox", request.IsSandbox);
                if (request.Parent is { } parent)
                    w.Pairs("parent", [new("run", parent.RunId), new("step", parent.StepId)]);
                w.Optional("forkedFrom", request.ForkedFrom);
                if (request.Plan.Header.WindowStart is { } start)
                    w.WriteString("windowStart", start);
                w.Pairs("parameters", Parameters(request.Plan));
            }
        );

    /// <summary>Archives the sources and writes the plan; both are durable before the first effect.</summary>
    public static void FixPlan(RunScope scope)
    {
        var plan = PlanBody.Archive(scope);
        scope.Append(
            Body.Record(
                RecordTypes.PlanFixed,
                null,
                0,
                w =>
                {
                    w.WriteString("hash", scope.Plan.Hash);
                    plan.Write(w);
                }
            )
        );
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(Plan plan)
    {
        foreach (var parameter in plan.Parameters)
            if (parameter.ValueText is { } value)
                yield return new(parameter.Name, value);
    }
}
