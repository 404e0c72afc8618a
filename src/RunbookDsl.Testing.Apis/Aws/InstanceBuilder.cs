namespace RunbookDsl.Testing.Apis;

/// <summary>Says what a server of EC2 is like.</summary>
public sealed class InstanceBuilder
{
    private readonly AwsBuilder _aws;
    private readonly int _index;

    internal InstanceBuilder(AwsBuilder aws, int index) => (_aws, _index) = (aws, index);

    /// <summary>Its instance type. Default <c>t3.medium</c>.</summary>
    public InstanceBuilder Type(string type) => Change(i => i with { Type = type });

    /// <summary>It is stopped when the rehearsal begins.</summary>
    public InstanceBuilder Stopped() => Change(i => i with { IsStopped = true });

    /// <summary>Its address in the private network. Default: one is made up.</summary>
    public InstanceBuilder PrivateAddress(string address) => Change(i => i with { PrivateAddress = address });

    /// <summary>Gives it a public address, which it loses when it is stopped.</summary>
    public InstanceBuilder PublicAddress() => Change(i => i with { HasPublicAddress = true });

    /// <summary>Gives it an elastic address, which it keeps.</summary>
    public InstanceBuilder ElasticAddress(string address) => Change(i => i with { ElasticAddress = address });

    /// <summary>A tag.</summary>
    public InstanceBuilder Tag(string key, string value) =>
        Change(i => i with { Tags = i.Tags.SetItem(key, value) });

    /// <summary>
    /// What is lost with it, such as <c>the database</c>: a group that terminates it makes the rehearsal
    /// fail.
    /// </summary>
    public InstanceBuilder Data(string what) => Change(i => i with { Data = what });

    /// <summary>It cannot be terminated by a call before this is switched off.</summary>
    public InstanceBuilder Protected() => Change(i => i with { IsProtected = true });

    /// <summary>How long it takes to stop. Default 60 s of virtual time.</summary>
    public InstanceBuilder StopsIn(TimeSpan time) => Change(i => i with { StopsIn = time });

    /// <summary>How long it takes to run. Default 30 s of virtual time.</summary>
    public InstanceBuilder StartsIn(TimeSpan time) => Change(i => i with { StartsIn = time });

    private InstanceBuilder Change(Func<InstanceSpec, InstanceSpec> change)
    {
        _aws.Change(s => s with { Instances = s.Instances.SetItem(_index, change(s.Instances[_index])) });
        return this;
    }
}
