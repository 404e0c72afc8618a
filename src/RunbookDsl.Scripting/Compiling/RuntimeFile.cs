namespace RunbookDsl.Scripting.Compiling;

/// <summary>A library that the script's own load context serves.</summary>
/// <param name="Name">Simple assembly name, or file name of a native library.</param>
/// <param name="Path">Absolute.</param>
/// <param name="MayChange">Built by the author, so loaded from memory: it can be rebuilt while a script
/// runs.</param>
public sealed record RuntimeFile(string Name, string Path, bool MayChange = false);
