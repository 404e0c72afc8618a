namespace RunbookDsl.Scripting.Compiling;

/// <summary>One file that a compilation read, or looked for in vain.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Kind">How it took part.</param>
/// <param name="Content">The very bytes that were compiled; empty for a missing file.</param>
public sealed record ClosureFile(string Path, ClosureFileKind Kind, byte[] Content);
