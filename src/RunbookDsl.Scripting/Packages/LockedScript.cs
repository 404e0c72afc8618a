namespace RunbookDsl.Scripting.Packages;

/// <summary>One script's part of the lock file.</summary>
/// <param name="Requested"><c>Id/Version</c> of its directives.</param>
/// <param name="Packages"><c>Id/Version</c> of all packages these lead to.</param>
public sealed record LockedScript(IReadOnlyList<string> Requested, IReadOnlyList<string> Packages);
