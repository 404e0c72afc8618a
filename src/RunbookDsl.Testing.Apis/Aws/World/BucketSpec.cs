using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A bucket of S3 as the world file describes it.</summary>
internal sealed record BucketSpec(string Name, SourceLocation Where)
{
    public ImmutableArray<CorsRuleSpec> Cors { get; init; } = [];

    /// <summary>Keys that can be read by anybody, with their content.</summary>
    public ImmutableSortedDictionary<string, string> Objects { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
