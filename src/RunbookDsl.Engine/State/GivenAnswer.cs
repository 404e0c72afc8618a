namespace RunbookDsl.Engine;

/// <summary>A journaled answer.</summary>
/// <param name="Answer">What was answered.</param>
/// <param name="PlanHash">The plan that was in force; null in a journal of an earlier version.</param>
internal sealed record GivenAnswer(Answer Answer, string? PlanHash);
