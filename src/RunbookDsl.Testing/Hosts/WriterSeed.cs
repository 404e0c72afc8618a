namespace RunbookDsl.Testing;

/// <summary>A log file that a unit of a scripted machine has open while it runs.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Path">Full path of the file.</param>
public sealed record WriterSeed(string Unit, string Path);
