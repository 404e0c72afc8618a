namespace RunbookDsl;

/// <summary>How a child run ended; the result of the step that ran it. Journaled.</summary>
/// <param name="RunId">The child's run, as <c>runbook runs</c> prints it.</param>
/// <param name="Status"><c>done</c>: a child that ends otherwise holds its parent and gives no
/// result.</param>
public sealed record ChildRunResult(string RunId, string Status);
