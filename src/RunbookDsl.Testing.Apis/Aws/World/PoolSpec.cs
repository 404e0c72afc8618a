using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>What a load balancer sends requests to: a target group, or a classic balancer itself.</summary>
internal sealed record PoolSpec(string Name, bool IsClassic, SourceLocation Where)
{
    public int Port { get; init; } = 80;

    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Members that never pass the health check.</summary>
    public ImmutableArray<string> Failing { get; init; } = [];

    public TimeSpan HealthyIn { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan DrainsIn { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Last part of the ARN; null draws one.</summary>
    public string? Id { get; init; }
}
