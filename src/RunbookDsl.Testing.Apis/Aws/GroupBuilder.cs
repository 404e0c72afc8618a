namespace RunbookDsl.Testing.Apis;

/// <summary>Says what a group of AutoScaling is like.</summary>
public sealed class GroupBuilder
{
    private readonly AwsBuilder _aws;
    private readonly int _index;

    internal GroupBuilder(AwsBuilder aws, int index) => (_aws, _index) = (aws, index);

    /// <summary>Its sizes. Default: 0, the number of its members, 10.</summary>
    public GroupBuilder Size(int min, int desired, int max) =>
        Change(g => g with { Min = min, Desired = desired, Max = max });

    /// <summary>Its members, by their ids.</summary>
    public GroupBuilder Members(params string[] instances) =>
        Change(g => g with { Members = g.Members.AddRange(instances) });

    /// <summary>The target groups that its members are in.</summary>
    public GroupBuilder TargetGroups(params string[] names) =>
        Change(g => g with { TargetGroups = g.TargetGroups.AddRange(names) });

    /// <summary>The classic load balancers that its members are behind.</summary>
    public GroupBuilder LoadBalancers(params string[] names) =>
        Change(g => g with { Balancers = g.Balancers.AddRange(names) });

    /// <summary>Processes that somebody has suspended before, such as <c>AZRebalance</c>.</summary>
    public GroupBuilder Suspended(params string[] processes) =>
        Change(g => g with { Suspended = g.Suspended.AddRange(processes) });

    /// <summary>
    /// What a load balancer finds unhealthy is unhealthy for the group, too. Default: only what does not run.
    /// </summary>
    public GroupBuilder AsksLoadBalancers() => Change(g => g with { AsksBalancers = true });

    private GroupBuilder Change(Func<GroupSpec, GroupSpec> change)
    {
        _aws.Change(s => s with { Groups = s.Groups.SetItem(_index, change(s.Groups[_index])) });
        return this;
    }
}
