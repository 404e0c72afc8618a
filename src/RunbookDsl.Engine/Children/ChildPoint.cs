namespace RunbookDsl.Engine;

/// <summary>
/// A point of no return inside a child run is one of the parent's too, once the child passed it.
/// </summary>
internal static class ChildPoint
{
    /// <summary>The child's step and what going back beyond it loses; null when none was passed.</summary>
    public static string? Passed(RunScope scope, PlannedStep step) =>
        step.Action is ChildRunOperation child && new ChildFinder(scope, step).Find().State is { } state
            ? Passed(state, child.Plan)
            : null;

    private static string? Passed(RunState state, Plan plan)
    {
        if (state is { IsClosed: true, Status: not RunStatus.Done })
            return null;
        foreach (var step in plan.Steps)
            if (
                step.Spec.PointOfNoReturn is { } lost
                && state.Step(step.Id) is { WasSatisfied: false, Phase: StepPhase.Ok or StepPhase.Verified }
            )
                return $"'{step.Id}' of child run {state.RunId} is a point of no return: going back loses "
                    + Sentence.Of(lost);
        return null;
    }
}
