namespace RunbookDsl.Hosts;

/// <summary>A log after its rotation.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Writers">How many open files of processes lead to it.</param>
public sealed record RotationResult(string Path, int Writers);
