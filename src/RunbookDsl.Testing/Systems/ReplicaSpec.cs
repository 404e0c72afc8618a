using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A streaming replica of a throw-away server.</summary>
/// <param name="Name">Its name in the log, and its <c>application_name</c> at the primary.</param>
/// <param name="Where">The verb that made it.</param>
public sealed record ReplicaSpec(string Name, SourceLocation Where)
{
    /// <summary>Names of the secrets that hold its URL, each with the database it leads to.</summary>
    public ImmutableArray<(string Secret, string Database)> Secrets { get; init; } = [];
}
