namespace RunbookDsl.Deployment;

/// <summary>A commit as it was pushed.</summary>
/// <param name="Branch">The branch it is on.</param>
/// <param name="Commit">Its 40 digits.</param>
/// <param name="Key">The line of its message that says whose it is.</param>
public sealed record GitCommit(string Branch, string Commit, string Key);
