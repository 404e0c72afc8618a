namespace RunbookDsl.Scripting.Compiling;

/// <summary>All that decides what comes out of a compilation, besides the files themselves.</summary>
public sealed class CompileRequest
{
    /// <summary>Most bytes of source in one closure; a larger one is an error, not an attempt.</summary>
    public const int MaxSourceBytes = 10 << 20;

    /// <summary>Absolute path of the entry script.</summary>
    public required string Path { get; init; }

    /// <summary>Imported namespaces and types.</summary>
    public required IReadOnlyList<string> Imports { get; init; }

    /// <summary>Absolute paths of the assemblies shared with the host.</summary>
    public required IReadOnlyList<string> SharedAssemblies { get; init; }

    /// <summary>Directory of the framework's reference assemblies.</summary>
    public required string ReferenceDirectory { get; init; }

    /// <summary>Absolute folder of the restored packages.</summary>
    public required string PackagesFolder { get; init; }

    /// <summary>Absolute path of the lock file beside the entry script; it need not exist.</summary>
    public required string LockFile { get; init; }

    /// <summary>Optimised code.</summary>
    public required bool Release { get; init; }

    /// <summary>Files as they were earlier; null compiles what is on disk.</summary>
    public SourceArchive? Archive { get; init; }

    /// <summary>The request for one script under the host's options.</summary>
    /// <param name="path">Absolute, or relative to the working directory of the options.</param>
    /// <param name="options">The host's.</param>
    /// <param name="profile">The kind of the script.</param>
    public static CompileRequest For(string path, ScriptHostOptions options, ScriptProfile profile)
    {
        var full = System.IO.Path.GetFullPath(path, options.WorkingDirectory);
        var directory = System.IO.Path.GetDirectoryName(full) ?? full;
        return new CompileRequest
        {
            Path = full,
            Imports = Join(options.Imports, profile.Imports),
            SharedAssemblies = Join(options.SharedAssemblies, profile.SharedAssemblies),
            ReferenceDirectory = options.ReferenceDirectory,
            PackagesFolder = System.IO.Path.GetFullPath(options.PackagesFolder, directory),
            LockFile = System.IO.Path.Combine(directory, Packages.PackageLock.FileName),
            Release = options.Release,
            Archive = options.Archive,
        };
    }

    private static IReadOnlyList<string> Join(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        second.Count == 0 ? first : [.. first, .. second];
}
