using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A group of AutoScaling as the world file describes it.</summary>
internal sealed record GroupSpec(string Name, SourceLocation Where)
{
    public int Min { get; init; }

    public int Max { get; init; } = 10;

    /// <summary>Null is the number of members.</summary>
    public int? Desired { get; init; }

    public ImmutableArray<string> Members { get; init; } = [];

    public ImmutableArray<string> TargetGroups { get; init; } = [];

    public ImmutableArray<string> Balancers { get; init; } = [];

    public ImmutableArray<string> Suspended { get; init; } = [];

    public bool AsksBalancers { get; init; }
}
