using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// The first records of a run: what is run, by whom, with what, and the plan with its archived sources.
/// </summary>
internal static class OpeningRecords
{
    private const int MostInline = 100;

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
                w.Optional("forkedFrom", request.ForkedFrom);
                if (request.Plan.Header.WindowStart is { } start)
                    w.WriteString("windowStart", start);
                w.Pairs("parameters", Parameters(request.Plan));
            }
        );

    /// <summary>Archives the sources and writes the plan; both are durable before the first effect.</summary>
    public static void FixPlan(RunScope scope)
    {
        var archived = new List<KeyValuePair<string, string>>();
        foreach (var path in scope.Request.Sources)
            if (File.Exists(path))
                archived.Add(
                    new(path, scope.Journal.ArchiveScript(Path.GetFileName(path), File.ReadAllBytes(path)))
                );
        var steps = Fingerprints(scope.Plan);
        var blob =
            scope.Plan.Steps.Count > MostInline
                ? scope.Journal.WriteBlob(Body.Object(w => w.Pairs("steps", steps)).Span)
                : null;
        scope.Append(
            Body.Record(
                RecordTypes.PlanFixed,
                null,
                0,
                w =>
                {
                    w.WriteString("hash", scope.Plan.Hash);
                    w.WriteNumber("count", scope.Plan.Steps.Count);
                    w.Pairs("sources", archived);
                    if (blob is null)
                        w.Pairs("steps", steps);
                    w.Optional("blob", blob);
                }
            )
        );
    }

    private static IEnumerable<KeyValuePair<string, string>> Fingerprints(Plan plan)
    {
        foreach (var step in plan.Steps)
            yield return new(step.Id, step.Fingerprint);
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(Plan plan)
    {
        foreach (var parameter in plan.Parameters)
            if (parameter.ValueText is { } value)
                yield return new(parameter.Name, value);
    }
}
