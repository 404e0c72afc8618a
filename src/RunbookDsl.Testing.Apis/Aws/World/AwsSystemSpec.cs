using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>An account of AWS in a world: its servers, groups, load balancers and buckets.</summary>
internal sealed record AwsSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    public string Region { get; init; } = "us-east-1";

    public string? KeyIdSecret { get; init; }

    public string? KeySecret { get; init; }

    public string? TokenSecret { get; init; }

    /// <summary>At which look what goes on is over; null goes by virtual time, and by the first look of a
    /// waiter.</summary>
    public int? OnPoll { get; init; }

    /// <summary>Whether signatures must be of the rehearsal's own time.</summary>
    public bool ChecksClock { get; init; }

    public ImmutableArray<InstanceSpec> Instances { get; init; } = [];

    public ImmutableArray<GroupSpec> Groups { get; init; } = [];

    public ImmutableArray<PoolSpec> Pools { get; init; } = [];

    public ImmutableArray<BucketSpec> Buckets { get; init; } = [];

    public override void Check(WorldSession session) => new AwsCheck(this, session).Run();

    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new AwsSystem(this));
}
