namespace RunbookDsl;

/// <summary>A question with the place it comes from.</summary>
/// <param name="RunId">The run that waits.</param>
/// <param name="StepId">The step that waits.</param>
/// <param name="Question">What is asked.</param>
public sealed record PersonRequest(string RunId, string StepId, Question Question);
