namespace RunbookDsl.Scripting;

/// <summary>The kind of a script: what it sees on top of the host's own imports and assemblies.</summary>
/// <param name="Name">Part of the cache key, so the same file may be loaded under two profiles.</param>
public sealed record ScriptProfile(string Name)
{
    /// <summary>A runbook: nothing beyond the host's options.</summary>
    public static ScriptProfile Runbook { get; } = new("runbook");

    /// <summary>Namespaces, or types for their static members, imported after those of the options.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Absolute paths of assemblies given to the script after those of the options.</summary>
    public IReadOnlyList<string> SharedAssemblies { get; init; } = [];
}
