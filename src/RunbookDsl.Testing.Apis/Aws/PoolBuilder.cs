namespace RunbookDsl.Testing.Apis;

/// <summary>Says what is behind a load balancer.</summary>
public sealed class PoolBuilder
{
    private readonly AwsBuilder _aws;
    private readonly int _index;

    internal PoolBuilder(AwsBuilder aws, int index) => (_aws, _index) = (aws, index);

    /// <summary>The port that requests are sent to. Default 80.</summary>
    public PoolBuilder Port(int port) => Change(p => p with { Port = port });

    /// <summary>The instances that are registered when the rehearsal begins, healthy if they run.</summary>
    public PoolBuilder Targets(params string[] instances) =>
        Change(p => p with { Targets = p.Targets.AddRange(instances) });

    /// <summary>Instances that never pass the health check.</summary>
    public PoolBuilder Failing(params string[] instances) =>
        Change(p => p with { Failing = p.Failing.AddRange(instances) });

    /// <summary>From registration to the first passed health check. Default 30 s of virtual time.</summary>
    public PoolBuilder HealthyIn(TimeSpan time) => Change(p => p with { HealthyIn = time });

    /// <summary>How long a target is drained. Default 300 s of virtual time.</summary>
    public PoolBuilder DrainsIn(TimeSpan time) => Change(p => p with { DrainsIn = time });

    /// <summary>The last part of a target group's ARN, 16 digits of 0-9 and a-f. Default: one is made
    /// up.</summary>
    public PoolBuilder Id(string id) => Change(p => p with { Id = id });

    private PoolBuilder Change(Func<PoolSpec, PoolSpec> change)
    {
        _aws.Change(s => s with { Pools = s.Pools.SetItem(_index, change(s.Pools[_index])) });
        return this;
    }
}
