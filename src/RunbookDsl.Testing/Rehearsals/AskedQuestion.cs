namespace RunbookDsl.Testing;

/// <summary>A question with its answer.</summary>
/// <param name="Life">The process that asked, from 1.</param>
/// <param name="StepId">The step.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered; null is nothing.</param>
public sealed record AskedQuestion(int Life, string StepId, Question Question, Answer? Answer);
