namespace RunbookDsl.Lint;

/// <summary>A way to mend what a rule found.</summary>
/// <param name="Title">What it does, in a few words, as an editor offers it.</param>
/// <param name="Edits">The changes, applied together; they do not overlap.</param>
public sealed record LintFix(string Title, IReadOnlyList<LintEdit> Edits);
