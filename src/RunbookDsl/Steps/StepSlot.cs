namespace RunbookDsl;

/// <summary>Where a session keeps the current spec of one step; what outputs and put-backs refer to.</summary>
internal sealed class StepSlot(StepSpec spec)
{
    public StepSpec Spec { get; set; } = spec;
}
