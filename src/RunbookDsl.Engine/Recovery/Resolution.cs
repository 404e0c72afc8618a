namespace RunbookDsl.Engine;

/// <summary>A person's decision about a step that is in doubt, has failed, or is to be left out.</summary>
/// <param name="StepId">The step.</param>
/// <param name="As">What is decided.</param>
/// <param name="Reason">Why; shown in the report. Never empty.</param>
public sealed record Resolution(string StepId, ResolutionKind As, string Reason)
{
    /// <summary>
    /// For done: the step's result as JSON, where later steps read it; null when none does.
    /// </summary>
    public string? ResultJson { get; init; }
}
