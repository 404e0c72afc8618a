namespace RunbookDsl.Cli;

/// <summary>What the operator wants where a run was held: undo, skip with a reason, or else retry.</summary>
internal sealed record HoldChoice(bool IsUndo, string? SkipReason);
