namespace RunbookDsl.Scripting.Packages;

/// <summary>Packages could not be fetched. The lock file is as it was. Exit code 2.</summary>
/// <param name="message">What was wanted, what the SDK said, what to do.</param>
public sealed class PackageRestoreException(string message) : RunbookException(message);
