namespace RunbookDsl.Scripting.Packages;

/// <summary>One package of the lock file. Paths are relative to the package's folder.</summary>
/// <param name="Id">As the package spells it.</param>
/// <param name="Version">Exact.</param>
/// <param name="Sha512">Base64, of the package without its signature, as NuGet keeps it.</param>
/// <param name="Compile">Assemblies a script is compiled against.</param>
/// <param name="Runtime">Assemblies loaded on every platform.</param>
/// <param name="Targets">Assemblies and native libraries of one platform each.</param>
public sealed record LockedPackage(
    string Id,
    string Version,
    string Sha512,
    IReadOnlyList<string> Compile,
    IReadOnlyList<string> Runtime,
    IReadOnlyList<LockedTarget> Targets
)
{
    /// <summary><c>Id/Version</c>, the package's key in the lock file.</summary>
    public string Name => $"{Id}/{Version}";
}
