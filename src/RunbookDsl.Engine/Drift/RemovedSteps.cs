namespace RunbookDsl.Engine;

/// <summary>
/// Steps that were begun and that a migration took out of the plan. They are not run; they can be taken back.
/// </summary>
internal static class RemovedSteps
{
    /// <summary>The steps of a plan and those that were taken out of it.</summary>
    public static IReadOnlyList<PlannedStep> With(Plan plan, RunState state, RunRequest request)
    {
        if (state.Removed.Count == 0)
            return plan.Steps;
        var steps = new List<PlannedStep>(plan.Steps);
        foreach (var removed in state.Removed)
            if (Find(removed.Id, state, request) is { } step)
                steps.Add(step);
        return steps;
    }

    /// <summary>Null when no such step was taken out.</summary>
    public static PlannedStep? Find(string id, RunState state, RunRequest request)
    {
        if (!state.Removed.Exists(r => r.Id == id))
            return null;
        foreach (var step in request.Removed)
            if (step.Id == id)
                return step;
        // Taken out by this very process: the plan before is still at hand.
        return request.Migration?.From.Find(id);
    }

    /// <summary>An undo without one of them would leave something behind and not know it.</summary>
    public static void Check(RunScope scope)
    {
        foreach (var removed in scope.State.Removed)
            if (scope.Find(removed.Id) is null && scope.State.Step(removed.Id).Phase != StepPhase.Undone)
                throw new RunHeldException(
                    RunStatus.Held,
                    $"'{removed.Id}' was done with an earlier script, and how to take it back is not known here. "
                        + $"Nothing was taken back. Take it back by hand, then `runbook resolve "
                        + $"{scope.Journal.RunId} {removed.Id} --undone --reason \"…\"`, and undo again."
                );
    }
}
