namespace RunbookDsl.Scripting;

/// <summary>
/// Identifiers of the host's own findings. Append only: an id is never given to another finding.
/// </summary>
public static class ScriptDiagnosticIds
{
    /// <summary>The script named by the user is not there.</summary>
    public const string NotFound = "RB0001";

    /// <summary>A directory was given where a script is expected.</summary>
    public const string IsDirectory = "RB0002";

    /// <summary>The text is not UTF-8 (or UTF-16/32 with a byte order mark).</summary>
    public const string NotText = "RB0003";

    /// <summary>A file, or the script with all it loads, is larger than the bound.</summary>
    public const string TooLarge = "RB0004";

    /// <summary>The operating system refused to let the file be read.</summary>
    public const string Unreadable = "RB0005";

    /// <summary>The entry script holds nothing but white space and comments.</summary>
    public const string Empty = "RB0006";

    /// <summary>A <c>#load</c> names a file that is not there.</summary>
    public const string LoadNotFound = "RB0007";

    /// <summary>An <c>#r</c> names an assembly that is not there.</summary>
    public const string ReferenceNotFound = "RB0008";

    /// <summary>An <c>#r</c> names a file that is not a .NET assembly.</summary>
    public const string NotAssembly = "RB0009";

    /// <summary>A <c>#r "nuget: …"</c> lacks an exact version, or contradicts another one.</summary>
    public const string PackageDirective = "RB0010";

    /// <summary>A package is not in the lock file or not in the packages folder.</summary>
    public const string NotRestored = "RB0011";

    /// <summary>The lock file cannot be read.</summary>
    public const string LockFile = "RB0012";
}
