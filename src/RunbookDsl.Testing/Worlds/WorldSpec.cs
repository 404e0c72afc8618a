using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A throw-away world as its file describes it; nothing of it runs.</summary>
/// <param name="Path">Full path of the world file.</param>
public sealed record WorldSpec(string Path)
{
    /// <summary>The systems, started in this order.</summary>
    public ImmutableArray<WorldSystemSpec> Systems { get; init; } = [];

    /// <summary>Values of secrets by name, besides those that systems give.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Parameters of the runbook by name, as text.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What persons answer.</summary>
    public ImmutableArray<PreparedAnswer> Answers { get; init; } = [];

    /// <summary>Files of the work directory: relative path and text.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Programs of the operator's machine: name and POSIX shell script.</summary>
    public ImmutableSortedDictionary<string, string> Programs { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Full paths of runbooks that are carried out in this world before the one that is rehearsed.
    /// </summary>
    public ImmutableArray<string> Earlier { get; init; } = [];

    /// <summary>What the world's clock begins with; null is now.</summary>
    public DateTimeOffset? StartsAt { get; init; }
}
