namespace RunbookDsl.Lint;

/// <summary>Something that a rule found in a plan.</summary>
/// <param name="RuleId">Stable number such as <c>RB0308</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
/// <param name="Where">The step or the runbook it is about.</param>
public sealed record PlanFinding(string RuleId, LintSeverity Severity, string Message, SourceLocation Where);
