using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>Says what there is in an account of AWS.</summary>
public sealed class AwsBuilder
{
    private readonly WorldSession _session;
    private AwsSystemSpec _spec;

    internal AwsBuilder(WorldSession session, AwsSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>
    /// Makes up the keys of the account and gives them to the runbook as these secrets. Calls that are not
    /// signed with them are refused.
    /// </summary>
    /// <param name="keyId">Becomes the access key id.</param>
    /// <param name="secret">Becomes the secret access key.</param>
    /// <param name="token">Becomes the session token of temporary keys; null makes lasting ones.</param>
    public AwsBuilder Keys(SecretReference keyId, SecretReference secret, SecretReference? token = null)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        ArgumentNullException.ThrowIfNull(secret);
        Change(s => s with { KeyIdSecret = keyId.Name, KeySecret = secret.Name, TokenSecret = token?.Name });
        return this;
    }

    /// <summary>The region that everything is in. Default <c>us-east-1</c>.</summary>
    public AwsBuilder Region(string region)
    {
        Change(s => s with { Region = region });
        return this;
    }

    /// <summary>
    /// What goes on (a stop, a start, draining, a health check) is over when it is looked at for the k-th
    /// time, whatever the clock says. Default: it takes its virtual time, except for the waiters of a client
    /// (<c>aws ec2 wait</c>), which sleep in real time: for them it is over at the first look.
    /// </summary>
    /// <param name="look">Counted from 1.</param>
    public AwsBuilder OnPoll(int look)
    {
        Change(s => s with { OnPoll = look });
        return this;
    }

    /// <summary>
    /// Refuses signatures that are more than 5 minutes (S3: 15) off the rehearsal's own time, and URLs that
    /// have expired by it. Default: the time of a signature is not compared, since programs sign with the
    /// real one.
    /// </summary>
    public AwsBuilder ChecksClock()
    {
        Change(s => s with { ChecksClock = true });
        return this;
    }

    /// <summary>A server that runs.</summary>
    /// <param name="id"><c>i-</c> and 17 digits of 0-9 and a-f.</param>
    /// <param name="name">Its tag Name; null has none.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public InstanceBuilder Instance(
        string id,
        string? name = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var spec = new InstanceSpec(id, new(file, line, "Instance", id));
        if (name is not null)
            spec = spec with { Tags = spec.Tags.Add("Name", name) };
        Change(s => s with { Instances = s.Instances.Add(spec) });
        return new(this, _spec.Instances.Length - 1);
    }

    /// <summary>A group of AutoScaling, which keeps its number of members by launching and
    /// terminating.</summary>
    public GroupBuilder Group(string name, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Change(s => s with { Groups = s.Groups.Add(new(name, new(file, line, "Group", name))) });
        return new(this, _spec.Groups.Length - 1);
    }

    /// <summary>A target group behind an application load balancer of the same name.</summary>
    public PoolBuilder TargetGroup(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Pool(new(name, false, new(file, line, "TargetGroup", name)));

    /// <summary>A classic load balancer with instances behind it.</summary>
    public PoolBuilder LoadBalancer(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Pool(new(name, true, new(file, line, "LoadBalancer", name)));

    /// <summary>A bucket of S3, without CORS rules.</summary>
    public BucketBuilder Bucket(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Change(s => s with { Buckets = s.Buckets.Add(new(name, new(file, line, "Bucket", name))) });
        return new(this, _spec.Buckets.Length - 1);
    }

    internal void Change(Func<AwsSystemSpec, AwsSystemSpec> change)
    {
        var changed = change(_spec);
        _session.Put(_spec, changed);
        _spec = changed;
    }

    private PoolBuilder Pool(PoolSpec spec)
    {
        Change(s => s with { Pools = s.Pools.Add(spec) });
        return new(this, _spec.Pools.Length - 1);
    }
}
