namespace RunbookDsl.Scripting.Packages;

/// <summary>
/// What <c>runbook restore</c> found for the scripts of one directory. Committed beside them.
/// </summary>
/// <param name="Scripts">By file name of the entry script.</param>
/// <param name="Packages">By <c>Id/Version</c>.</param>
public sealed record PackageLock(
    IReadOnlyDictionary<string, LockedScript> Scripts,
    IReadOnlyDictionary<string, LockedPackage> Packages
)
{
    /// <summary>Its name, beside the entry script.</summary>
    public const string FileName = "runbook.lock.json";
}
