namespace RunbookDsl;

/// <summary>
/// What an expert would remark about a plan. Asked for by <c>check</c> and <c>plan</c>, not by a run.
/// </summary>
public static class PlanAdvice
{
    /// <summary>The remarks, in the order of the steps.</summary>
    public static IReadOnlyList<AuthoringWarning> Of(Plan plan)
    {
        var remarks = new List<AuthoringWarning>();
        foreach (var step in plan.Steps)
            if (!CanBeSettled(step))
                remarks.Add(
                    new(
                        "RB0220",
                        $"if '{step.Id}' is interrupted, nobody can tell whether it happened and the run is held: "
                            + "give it .Probe(…), .Attach(…) with a handle, or .Idempotent(); or say that a "
                            + "person settles it with .HoldWhenInDoubt().",
                        step.Spec.Where
                    )
                );
        return remarks;
    }

    private static bool CanBeSettled(PlannedStep step) =>
        step.Action.Effect is EffectClass.ReadOnly or EffectClass.Human or EffectClass.Convergent
        || step.Spec.Probe is not null
        || step.Spec.Attach is not null
        || step.Spec.HoldsInDoubt
        || (step.Action.CanTell && HasProbe(step.Action));

    private static bool HasProbe(Operation action) =>
        action.CanAttach
        || action.GetType().GetMethod(nameof(Operation.ProbeAsync))?.DeclaringType != typeof(Operation);
}
