using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A server of EC2 as the world file describes it.</summary>
internal sealed record InstanceSpec(string Id, SourceLocation Where)
{
    public string Type { get; init; } = "t3.medium";

    public bool IsStopped { get; init; }

    /// <summary>What is lost with it; null when nothing is.</summary>
    public string? Data { get; init; }

    public string? PrivateAddress { get; init; }

    /// <summary>The address that stays over a stop and start; null when it has none such.</summary>
    public string? ElasticAddress { get; init; }

    /// <summary>Whether it has a public address of its own, lost by a stop.</summary>
    public bool HasPublicAddress { get; init; }

    public bool IsProtected { get; init; }

    public TimeSpan StopsIn { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan StartsIn { get; init; } = TimeSpan.FromSeconds(30);

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
