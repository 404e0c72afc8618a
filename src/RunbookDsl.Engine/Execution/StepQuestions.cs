namespace RunbookDsl.Engine;

/// <summary>What the engine asks of a planned step again and again.</summary>
internal static class StepQuestions
{
    /// <summary>Whether running it can change the world.</summary>
    public static bool IsMutating(this PlannedStep step) =>
        step.Action.Effect is not (EffectClass.ReadOnly or EffectClass.Human);

    /// <summary>Whether what an unfinished attempt left can be cleared.</summary>
    public static bool CanRepair(this PlannedStep step) =>
        step.Spec.Repair is not null || step.Action.CanRepair;

    /// <summary>Clears what an unfinished attempt left.</summary>
    public static Task RepairAsync(
        this PlannedStep step,
        StepContext context,
        CancellationToken cancellation
    ) => step.Spec.Repair?.Run(context) ?? step.Action.RepairAsync(context, cancellation);

    /// <summary>Whether an interrupted attempt can be taken up by its handle.</summary>
    public static bool CanAttach(this PlannedStep step) =>
        step.Spec.Attach is not null || step.Action.CanAttach;

    /// <summary>
    /// Whether the step's result is wanted after it ran: by a later step, a condition or its own checks.
    /// </summary>
    public static bool IsResultWanted(this PlannedStep step, Plan plan)
    {
        var type = step.Action.ResultType;
        if (type == typeof(Unit) || type == typeof(Verdict))
            return false;
        if (step.Action.Verification is not null || step.Spec.Verifications.Any(v => v.UsesResult))
            return true;
        return plan.Steps.Any(s =>
            s.Action.Reads.Any(r => r.StepId == step.Id)
            || s.Spec.Conditions.Any(c => c.Reads.Any(r => r.StepId == step.Id))
        );
    }
}
