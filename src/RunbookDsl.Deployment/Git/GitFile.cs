namespace RunbookDsl.Deployment;

/// <summary>A file as a commit leaves it.</summary>
/// <param name="Path">In the repository.</param>
/// <param name="Text">All of it; null when it is to be gone.</param>
public sealed record GitFile(string Path, string? Text);
