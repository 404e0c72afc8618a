namespace RunbookDsl.Cli;

/// <summary>One thing this machine has or lacks.</summary>
/// <param name="Name">What was looked for.</param>
/// <param name="Detail">What was found, or what is wrong.</param>
/// <param name="Remedy">The one command that mends it; null when all is well.</param>
internal sealed record Finding(string Name, string Detail, string? Remedy);
