namespace RunbookDsl.Scripting.Compiling;

/// <summary>How a file takes part in a compilation, and so how its change is noticed.</summary>
public enum ClosureFileKind
{
    /// <summary>Script text: compared by content on every start.</summary>
    Source,

    /// <summary>The lock file: compared by content on every start.</summary>
    LockFile,

    /// <summary>
    /// An assembly the script brought (<c>#r</c> or package): length, time and module version id.
    /// </summary>
    ScriptAssembly,

    /// <summary>
    /// An assembly of the host or of the compiler: as above, but not part of the script's own identity.
    /// </summary>
    HostAssembly,

    /// <summary>A file that was looked for and was not there: its appearance changes the result.</summary>
    Missing,
}
