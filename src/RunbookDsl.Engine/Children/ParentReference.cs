namespace RunbookDsl.Engine;

/// <summary>The step that a child run belongs to; journaled in the child's first line.</summary>
/// <param name="RunId">The parent's run.</param>
/// <param name="StepId">The parent's step.</param>
public sealed record ParentReference(string RunId, string StepId);
