namespace RunbookDsl.Journal;

/// <summary>Names a new run. Both are written into the first line of every segment.</summary>
/// <param name="RunId">See <see cref="Journal.RunId"/>.</param>
/// <param name="Runbook">The runbook's title, for people.</param>
public sealed record RunIdentity(string RunId, string Runbook);
