namespace RunbookDsl;

/// <summary>
/// Makes the plan: a pure function of what the script said. Finds every mistake before it gives up.
/// </summary>
internal sealed class Planner(
    RunbookHeader header,
    IReadOnlyList<Parameter> parameters,
    IReadOnlyList<SecretReference> secrets,
    List<AuthoringError> errors
)
{
    public Plan Build(PlanNode root, string scriptPath)
    {
        var drafts = new PlanShape(errors).Flatten(root);
        if (drafts.Count == 0)
            errors.Add(
                new(
                    "RB0101",
                    "this runbook has no step: write Step(\"name\").Run(…).",
                    new(scriptPath, 1, "")
                )
            );
        PutBacks.Append(drafts);
        CheckSteps(drafts);
        var sorting = new PlanOrder(errors);
        var order = sorting.Sort(drafts);
        if (!sorting.HasCycle)
        {
            new PlanReads(errors).Check(order);
            new PlanWindow(header, errors).Check(order);
        }
        return errors.Count == 0
            ? new Plan(header, scriptPath, parameters, Number(order)) { Declared = secrets }
            : throw Refused(scriptPath);
    }

    private AuthoringException Refused(string scriptPath) =>
        new([.. errors.OrderBy(e => e.Where.File == scriptPath ? 0 : 1).ThenBy(e => e.Where.Line)]);

    private static PlannedStep[] Number(IReadOnlyList<DraftStep> order)
    {
        var steps = new PlannedStep[order.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            var needs = order[i].NeedIds();
            steps[i] = new PlannedStep(order[i].Spec, i, needs, Fingerprint.Of(order[i].Spec, needs))
            {
                Limit = order[i].Limit,
                Code = StepShape.Of(order[i].Spec),
            };
        }
        return steps;
    }

    private void CheckSteps(List<DraftStep> drafts)
    {
        var seen = new Dictionary<string, StepSpec>(drafts.Count);
        foreach (var draft in drafts)
        {
            var spec = draft.Spec;
            if (spec.Action is null)
                Report(
                    "RB0102",
                    $"step \"{spec.Name}\" does nothing: give it .Run(…), .Manual(\"…\") or .Approve().",
                    spec
                );
            if (seen.TryAdd(spec.Id, spec))
                continue;
            Report(
                "RB0103",
                $"step id '{spec.Id}' is taken by \"{seen[spec.Id].Name}\" at {seen[spec.Id].Where}: "
                    + "rename the step, give it .Id(\"…\"), or use ForEach with a key in a loop.",
                spec
            );
        }
    }

    private void Report(string id, string message, StepSpec spec) => errors.Add(new(id, message, spec.Where));
}
