namespace RunbookDsl;

/// <summary>A child's runbook as it was read with its parameters.</summary>
/// <param name="Plan">What the child run will do.</param>
/// <param name="Sources">Full paths of all it was read from, to be archived with the run.</param>
public sealed record ChildScript(Plan Plan, IReadOnlyList<string> Sources);
