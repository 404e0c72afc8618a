namespace RunbookDsl.Testing.Apis;

/// <summary>
/// What the groups do on their own: they look at their members, terminate the unhealthy, and launch until
/// their number is right, as far as their processes are not suspended.
/// </summary>
internal sealed class AwsGroups(AwsCloud cloud)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StandbyIn = TimeSpan.FromSeconds(10);
    private readonly List<AwsGroup> _all = [];

    public IReadOnlyList<AwsGroup> All => _all;

    public void Add(AwsGroup group) => _all.Add(group);

    public AwsGroup Need(string name) =>
        _all.Find(g => g.Name == name)
        ?? throw AwsErrorException.Validation($"AutoScalingGroup name not found - {name}");

    /// <summary>The group of an instance; null when it is in none.</summary>
    public AwsGroup? Of(string instance) => _all.Find(g => g.Find(instance) is not null);

    /// <summary>The group of this instance looks at its members at the next occasion.</summary>
    public void Look(string instance)
    {
        if (Of(instance) is { } group)
            Look(group);
    }

    /// <summary>The group looks at its members at the next occasion.</summary>
    public void Look(AwsGroup group) => cloud.Timeline.After(LookEvery, () => Keep(group));

    /// <summary>The instance has another state.</summary>
    public void Changed(AwsInstance instance)
    {
        if (Of(instance.Id) is not { } group)
            return;
        var member = group.Find(instance.Id)!;
        if (instance.State == InstanceState.Running && member.Lifecycle == "Pending")
            member.Lifecycle = "InService";
        if (instance.State == InstanceState.Terminated)
            group.Members.Remove(member);
        if (instance.State != InstanceState.Pending)
            Look(group);
    }

    public AwsActivity Note(AwsGroup group, string description, string cause)
    {
        var activity = new AwsActivity(
            cloud.NewGuid($"activity:{group.Name}"),
            group.Name,
            description,
            cause,
            cloud.Timeline.Now
        );
        group.Activities.Insert(0, activity);
        return activity;
    }

    public AwsActivity EnterStandby(AwsGroup group, AwsMember member)
    {
        member.Lifecycle = "EnteringStandby";
        Leave(group, member.Instance.Id);
        cloud.Timeline.After(
            StandbyIn,
            () =>
            {
                if (member.Lifecycle == "EnteringStandby")
                    member.Lifecycle = "Standby";
            }
        );
        return Note(group, $"Moving EC2 instance to Standby: {member.Instance.Id}", "a user request");
    }

    public AwsActivity ExitStandby(AwsGroup group, AwsMember member)
    {
        member.Lifecycle = "InService";
        member.IsHealthy = true;
        Join(group, member.Instance);
        return Note(group, $"Moving EC2 instance out of Standby: {member.Instance.Id}", "a user request");
    }

    /// <summary>The group ends a member, and what is on it.</summary>
    public AwsActivity Terminate(AwsGroup group, AwsMember member, string why)
    {
        var instance = member.Instance;
        member.Lifecycle = "Terminating";
        Leave(group, instance.Id);
        cloud.Lost(group, instance, why);
        cloud.Terminate(instance, "Server.AutoScaling");
        return Note(group, $"Terminating EC2 instance: {instance.Id}", why);
    }

    /// <summary>Puts an instance behind the group's balancers, unless that is suspended.</summary>
    public void Join(AwsGroup group, AwsInstance instance)
    {
        if (group.Runs("AddToLoadBalancer"))
            foreach (var pool in Pools(group))
                pool.Register(instance, pool.Spec.Port);
    }

    /// <summary>Takes an instance from behind the group's balancers.</summary>
    public void Leave(AwsGroup group, string instance)
    {
        foreach (var pool in Pools(group))
            pool.Deregister(instance, null);
    }

    private void Keep(AwsGroup group)
    {
        if (group.Runs("HealthCheck"))
            foreach (var member in group.Members.Where(m => m.Lifecycle == "InService" && IsIll(group, m)))
                member.IsHealthy = false;
        if (group.Runs("ReplaceUnhealthy") && group.Runs("Terminate"))
            foreach (
                var member in group.Members.Where(m => m.Lifecycle == "InService" && !m.IsHealthy).ToList()
            )
                Terminate(group, member, "was taken out of service as unhealthy");
        var counts = group.Members.Count(m => m.Counts);
        if (group.Runs("Launch"))
            for (; counts < group.Desired; counts++)
                Launch(group);
        if (group.Runs("Terminate"))
            foreach (var member in Surplus(group, counts - group.Desired))
                Terminate(group, member, "was taken out of service to shrink the group");
    }

    private bool IsIll(AwsGroup group, AwsMember member) =>
        member.Instance.State == InstanceState.Stopping
        || member.Instance.State == InstanceState.Stopped
        || member.Instance.State.IsGone
        || (
            group.AsksBalancers
            && Pools(group).Any(p => p.Find(member.Instance.Id, null)?.State == "unhealthy")
        );

    private static List<AwsMember> Surplus(AwsGroup group, int count) =>
        [
            .. group
                .Members.Where(m => m.Counts && !m.IsProtected)
                .OrderBy(m => m.IsHealthy)
                .ThenBy(m => m.Instance.Launched)
                .Take(Math.Max(0, count)),
        ];

    private void Launch(AwsGroup group)
    {
        var instance = cloud.Launch(group, ++group.Launched);
        group.Members.Add(new AwsMember(instance, "Pending") { IsProtected = group.ProtectsNew });
        Join(group, instance);
        Note(group, $"Launching a new EC2 instance: {instance.Id}", "the group is smaller than desired");
    }

    private IEnumerable<AwsPool> Pools(AwsGroup group) =>
        cloud.Pools.Where(p =>
            (p.Spec.IsClassic ? group.Spec.Balancers : group.Spec.TargetGroups).Contains(p.Name)
        );
}
