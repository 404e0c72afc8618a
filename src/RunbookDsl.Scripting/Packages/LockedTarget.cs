namespace RunbookDsl.Scripting.Packages;

/// <summary>A file of a package for one platform.</summary>
/// <param name="Path">Relative to the package's folder.</param>
/// <param name="Rid">Runtime identifier, such as <c>linux-x64</c>.</param>
/// <param name="Native">A native library rather than an assembly.</param>
public sealed record LockedTarget(string Path, string Rid, bool Native);
