namespace RunbookDsl.Lint;

/// <summary>What the rules say about a script.</summary>
/// <param name="Findings">What was found and not accepted, in the order of the text.</param>
/// <param name="Overrides">What the author accepts, with the reasons.</param>
public sealed record LintResult(IReadOnlyList<LintFinding> Findings, IReadOnlyList<LintOverride> Overrides);
