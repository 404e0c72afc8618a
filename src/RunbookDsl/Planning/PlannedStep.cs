namespace RunbookDsl;

/// <summary>A step with its place in the plan.</summary>
/// <param name="Spec">What the author wrote.</param>
/// <param name="Index">Position in the order of execution, from 0.</param>
/// <param name="Needs">Ids of the steps that must be finished first.</param>
/// <param name="Fingerprint">Hash of everything about the step that resume must not see changed.</param>
public sealed record PlannedStep(StepSpec Spec, int Index, IReadOnlyList<string> Needs, string Fingerprint)
{
    /// <summary>The step's id.</summary>
    public string Id => Spec.Id;

    /// <summary>What it does; never null in a plan.</summary>
    public Operation Action => Spec.Action!;

    /// <summary>
    /// Hash of the code behind the step, helpers included, and of what it came to when the script was read;
    /// neither id nor place, comments and lay-out count. Null when the step was not made by a call in a
    /// script.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>
    /// The lane of its parallel block; steps of one lane beyond the block's limit wait. Null: no limit.
    /// </summary>
    public ParallelLimit? Limit { get; init; }
}
