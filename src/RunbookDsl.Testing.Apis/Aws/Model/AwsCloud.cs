using System.Collections.Immutable;
using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>The account of one rehearsal: everything in it, and how one thing leads to another.</summary>
internal sealed class AwsCloud
{
    /// <summary>Number of the account.</summary>
    public const string Account = "123456789012";

    private static readonly TimeSpan ChecksIn = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);
    private readonly Stage _stage;
    private readonly AwsSystemSpec _spec;
    private readonly Dictionary<string, int> _looks = new(StringComparer.Ordinal);
    private readonly List<AwsInstance> _instances = [];
    private readonly List<AwsPool> _pools = [];

    public AwsCloud(Stage stage, AwsSystemSpec spec)
    {
        (_stage, _spec) = (stage, spec);
        Timeline = new AwsTimeline(stage.Clock, new Lock());
        Began = Timeline.Now;
        Groups = new AwsGroups(this);
        foreach (var instance in spec.Instances)
            _instances.Add(Begin(instance));
        foreach (var group in spec.Groups)
            Groups.Add(Begin(group));
        foreach (var pool in spec.Pools)
            _pools.Add(Begin(pool));
        Buckets = [.. spec.Buckets.Select(b => new AwsBucket(b))];
    }

    public AwsTimeline Timeline { get; }

    public AwsGroups Groups { get; }

    public IReadOnlyList<AwsInstance> Instances => _instances;

    public IReadOnlyList<AwsPool> Pools => _pools;

    public IReadOnlyList<AwsBucket> Buckets { get; }

    public string Region => _spec.Region;

    /// <summary>When the rehearsal began.</summary>
    public DateTimeOffset Began { get; }

    /// <summary>The instance of this id; null when there is none.</summary>
    public AwsInstance? Instance(string id) => _instances.Find(i => i.Id == id);

    /// <summary>A finding: somebody wants what this account does not know.</summary>
    public string Unknown(string what, IEnumerable<string> known) => _stage.Unknown(_spec.Name, what, known);

    /// <summary>An id in the form of a GUID, the same in each rehearsal.</summary>
    public string NewGuid(string kind) => new Guid(_stage.Bytes($"{_spec.Name}:{kind}", 16)).ToString();

    /// <summary>
    /// Somebody looks at something. A waiter sleeps in real time while virtual time stands still: at its k-th
    /// look what goes on is over, together with all that happens before.
    /// </summary>
    public void Looked(AwsCall call, string subject, Func<bool> isMoving)
    {
        if (!isMoving())
        {
            _looks.Remove(subject);
            return;
        }
        var needed = _spec.OnPoll ?? (call.IsWaiter ? 1 : int.MaxValue);
        if (needed == int.MaxValue || (_looks[subject] = _looks.GetValueOrDefault(subject) + 1) < needed)
            return;
        _looks.Remove(subject);
        Timeline.Until(() => !isMoving(), LongestWait);
    }

    public void Stop(AwsInstance instance, string? step)
    {
        if (instance.State == InstanceState.Stopped || instance.State == InstanceState.Stopping)
            return;
        (instance.WasStopped, instance.StoppedBy) = (true, step);
        instance.Reason =
            $"User initiated ({Timeline.Now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} GMT)";
        instance.PublicAddress = null;
        Become(instance, InstanceState.Stopping, instance.Spec.StopsIn, InstanceState.Stopped);
    }

    public void Start(AwsInstance instance)
    {
        if (instance.State == InstanceState.Running || instance.State == InstanceState.Pending)
            return;
        (instance.WasStopped, instance.StoppedBy, instance.Reason) = (false, null, "");
        instance.Launched = Timeline.Now;
        instance.OkAt = Timeline.Now + instance.Spec.StartsIn + ChecksIn;
        if (instance.Spec.HasPublicAddress && instance.ElasticAddress is null)
            instance.PublicAddress = NewPublicAddress(instance.Id);
        Become(instance, InstanceState.Pending, instance.Spec.StartsIn, InstanceState.Running);
        // The checks end at a moment of their own, which a waiter waits for.
        Timeline.After(instance.OkAt - Timeline.Now, () => { });
    }

    public void Terminate(AwsInstance instance, string reason)
    {
        if (instance.State.IsGone)
            return;
        instance.Reason = reason;
        instance.PublicAddress = instance.ElasticAddress = null;
        Become(instance, InstanceState.ShuttingDown, TimeSpan.FromSeconds(30), InstanceState.Terminated);
    }

    public AwsInstance Launch(AwsGroup group, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{group.Name}/{number}");
        var id =
            "i-" + Convert.ToHexStringLower(_stage.Bytes($"{_spec.Name}:instance:{group.Name}", 9))[..17];
        _stage.Tokens.Name(id, "instance", name);
        var like = _instances.Find(i => group.Spec.Members.Contains(i.Id))?.Spec;
        var spec = new InstanceSpec(id, group.Spec.Where)
        {
            Type = like?.Type ?? "t3.medium",
            HasPublicAddress = like?.HasPublicAddress ?? false,
            StartsIn = like?.StartsIn ?? TimeSpan.FromSeconds(30),
            Tags = ImmutableSortedDictionary
                .Create<string, string>(StringComparer.Ordinal)
                .Add("Name", group.Name)
                .Add("aws:autoscaling:groupName", group.Name),
        };
        var instance = Make(spec, InstanceState.Stopped);
        _instances.Add(instance);
        Start(instance);
        return instance;
    }

    /// <summary>A group is about to end a member: an accident when somebody had stopped it, or data are on
    /// it.</summary>
    public void Lost(AwsGroup group, AwsInstance instance, string why)
    {
        if (!instance.WasStopped && instance.Spec.Data is null)
            return;
        var how = instance.WasStopped ? "which had only been stopped" : "which was not to be lost";
        var what = instance.Spec.Data is { } data ? $", and with it {data}" : "";
        _stage.Blame(
            Findings.Accident,
            $"{_spec.Name}: the group '{group.Name}' terminated its member {instance.Label}, {how}{what}; it {why}. "
                + "Suspend Terminate, HealthCheck and ReplaceUnhealthy, or move it to standby, before it is "
                + "stopped, and resume when it runs again",
            instance.StoppedBy
        );
    }

    private void Become(AwsInstance instance, InstanceState now, TimeSpan after, InstanceState then)
    {
        instance.State = now;
        var turn = ++instance.Turn;
        Tell(instance);
        Timeline.After(
            after,
            () =>
            {
                if (instance.Turn != turn)
                    return;
                instance.State = then;
                instance.Turn++;
                Tell(instance);
            }
        );
    }

    private void Tell(AwsInstance instance)
    {
        foreach (var pool in _pools)
            pool.Changed(instance);
        Groups.Changed(instance);
    }

    private AwsInstance Begin(InstanceSpec spec) =>
        Make(spec, spec.IsStopped ? InstanceState.Stopped : InstanceState.Running);

    private AwsInstance Make(InstanceSpec spec, InstanceState state)
    {
        var instance = new AwsInstance(spec, state, Timeline.Now)
        {
            PrivateAddress = spec.PrivateAddress ?? NewPrivateAddress(spec.Id),
        };
        if (state == InstanceState.Running && spec.HasPublicAddress && spec.ElasticAddress is null)
            instance.PublicAddress = NewPublicAddress(spec.Id);
        return instance;
    }

    private AwsGroup Begin(GroupSpec spec)
    {
        var group = new AwsGroup(spec) { Id = NewGuid($"group:{spec.Name}") };
        foreach (var id in spec.Members)
            group.Members.Add(new AwsMember(_instances.First(i => i.Id == id), "InService"));
        foreach (var process in spec.Suspended)
            group.Suspended[process] = Suspension;
        return group;
    }

    /// <summary>The reason that a process suspended now is given.</summary>
    public string Suspension =>
        $"User suspended at {Timeline.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";

    private AwsPool Begin(PoolSpec spec)
    {
        var id = spec.Id ?? Convert.ToHexStringLower(_stage.Bytes($"{_spec.Name}:pool:{spec.Name}", 8));
        var start = $"arn:aws:elasticloadbalancing:{Region}:{Account}";
        var arn = $"{start}:targetgroup/{spec.Name}/{id}";
        var balancer = $"{start}:loadbalancer/app/{spec.Name}/{id}";
        _stage.Tokens.Name(arn, "target-group", spec.Name);
        _stage.Tokens.Name(balancer, "balancer", spec.Name);
        var pool = new AwsPool(this, spec, arn, balancer);
        foreach (var target in spec.Targets)
            pool.Begin(_instances.First(i => i.Id == target));
        return pool;
    }

    private string NewPublicAddress(string id)
    {
        var bytes = _stage.Bytes($"{_spec.Name}:public:{id}", 2);
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"198.{18 + (bytes[0] & 1)}.{bytes[1]}.{1 + bytes[0] % 250}"
        );
        return _stage.Tokens.Number(address, "public-address");
    }

    private string NewPrivateAddress(string id)
    {
        var bytes = _stage.Bytes($"{_spec.Name}:private:{id}", 2);
        return string.Create(CultureInfo.InvariantCulture, $"10.0.{bytes[0]}.{1 + bytes[1] % 250}");
    }
}
