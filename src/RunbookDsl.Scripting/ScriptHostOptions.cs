using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting;

/// <summary>
/// What a script host is given by the program around it. Everything but the cache limits is part of the cache
/// key.
/// </summary>
public sealed record ScriptHostOptions
{
    /// <summary>Absolute directory that a relative script path is relative to.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// Absolute directory of the compile cache, made with mode 0700. Null means no cache. One that is owned
    /// or writable by somebody else, or cannot be written, is not used: the script is compiled in memory and
    /// <see cref="LoadedScript.Notices"/> says so.
    /// </summary>
    public string? CacheDirectory { get; init; }

    /// <summary>
    /// Namespaces, or types for their static members (<c>RunbookDsl.Verbs</c>), imported into every script.
    /// </summary>
    public IReadOnlyList<string> Imports { get; init; } = DefaultImports;

    /// <summary>
    /// Absolute paths of the assemblies a script is compiled against besides the framework. At run time they
    /// are those of the host, never a second copy.
    /// </summary>
    public IReadOnlyList<string> SharedAssemblies { get; init; } = [];

    /// <summary>
    /// Directory of the framework's reference assemblies. Default: <c>refs</c> beside the host.
    /// </summary>
    public string ReferenceDirectory { get; init; } = Path.Combine(AppContext.BaseDirectory, "refs");

    /// <summary>
    /// Optimised code. Default false: locals and lines as written, for the debugger and the stack trace.
    /// </summary>
    public bool Release { get; init; }

    /// <summary>
    /// Where restored packages lie, relative to the directory of the entry script, or absolute.
    /// </summary>
    public string PackagesFolder { get; init; } = Path.Combine(".runbook", "packages");

    /// <summary>
    /// Files as they were earlier, to compile a script again that has changed since. Default null: what is on
    /// disk. With it the cache is not used.
    /// </summary>
    public SourceArchive? Archive { get; init; }

    /// <summary>
    /// Whether a script stays loaded for the next time it is read, when its own types hold nothing that could
    /// change. For rehearsals, which read one script hundreds of times. Default false.
    /// </summary>
    public bool KeepsCode { get; init; }

    /// <summary>Most scripts the cache keeps; the least recently used go first. Default 256.</summary>
    public int CacheEntries { get; init; } = 256;

    /// <summary>Most bytes the cache keeps. Default 64 MiB.</summary>
    public long CacheBytes { get; init; } = 64L << 20;

    /// <summary>Clock for the cache's use marks. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The imports of a script when none are given: the language and the everyday parts of the framework.
    /// </summary>
    public static IReadOnlyList<string> DefaultImports { get; } =
    [
        "System",
        "System.IO",
        "System.Linq",
        "System.Collections.Generic",
        "System.Threading",
        "System.Threading.Tasks",
        "RunbookDsl",
        "RunbookDsl.Verbs",
    ];
}
