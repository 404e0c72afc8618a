using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>AutoScaling: what is done with single members of a group.</summary>
internal sealed class MemberOperations(AwsCloud cloud)
{
    private const string Name = "AutoScalingGroupName";
    private const string Ids = "InstanceIds.member";
    private const string Decrement = "ShouldDecrementDesiredCapacity";

    public IReadOnlyList<AwsOperation> All =>
        [
            New("EnterStandby", true, [Name, Ids + ".N", Decrement], EnterStandby),
            New("ExitStandby", true, [Name, Ids + ".N"], ExitStandby),
            New("DetachInstances", true, [Name, Ids + ".N", Decrement], Detach),
            New("AttachInstances", true, [Name, Ids + ".N"], Attach),
            New(
                "SetInstanceHealth",
                true,
                ["InstanceId", "HealthStatus", "ShouldRespectGracePeriod"],
                SetHealth
            ),
            New("TerminateInstanceInAutoScalingGroup", true, ["InstanceId", Decrement], Terminate),
            New("DescribeAutoScalingInstances", false, [Ids + ".N", "NextToken", "MaxRecords"], Describe),
        ];

    private static AwsOperation New(
        string action,
        bool isChange,
        string[] parameters,
        Func<AwsCall, ApiCall, IEnumerable<XElement>?> answer
    ) => new(AwsService.AutoScaling, action, isChange, parameters, answer);

    private IEnumerable<XElement> EnterStandby(AwsCall call, ApiCall at) =>
        Leave(
            call,
            at,
            (group, member) =>
            {
                if (member.Lifecycle != "InService")
                    throw Wrong(group, member, "InService");
                return () => cloud.Groups.EnterStandby(group, member);
            }
        );

    private IEnumerable<XElement> Detach(AwsCall call, ApiCall at) =>
        Leave(
            call,
            at,
            (group, member) =>
            {
                if (member.Lifecycle is not ("InService" or "Standby"))
                    throw Wrong(group, member, "InService or Standby");
                return () =>
                {
                    cloud.Groups.Leave(group, member.Instance.Id);
                    group.Members.Remove(member);
                    return cloud.Groups.Note(
                        group,
                        $"Detaching EC2 instance: {member.Instance.Id}",
                        "a user request"
                    );
                };
            }
        );

    private IEnumerable<XElement> Leave(
        AwsCall call,
        ApiCall at,
        Func<AwsGroup, AwsMember, Func<AwsActivity>> check
    )
    {
        var group = cloud.Groups.Need(call.Need(Name));
        var members = Need(group, call.Form.List(Ids));
        _ = call.Need(Decrement);
        var steps = members.Select(m => check(group, m)).ToList();
        Shrink(group, call.Flag(Decrement) == true ? members.Count(m => m.Counts) : 0);
        return Done(group, at, steps);
    }

    private IEnumerable<XElement> ExitStandby(AwsCall call, ApiCall at)
    {
        var group = cloud.Groups.Need(call.Need(Name));
        var members = Need(group, call.Form.List(Ids));
        foreach (var member in members)
            if (member.Lifecycle != "Standby")
                throw Wrong(group, member, "Standby");
        Grow(group, members.Count);
        return Done(
            group,
            at,
            [.. members.Select(m => (Func<AwsActivity>)(() => cloud.Groups.ExitStandby(group, m)))]
        );
    }

    private IEnumerable<XElement>? Attach(AwsCall call, ApiCall at)
    {
        var group = cloud.Groups.Need(call.Need(Name));
        var instances = cloud.Need(call.Form.List(Ids));
        foreach (var instance in instances)
            if (cloud.Groups.Of(instance.Id) is not null || instance.State != InstanceState.Running)
                throw AwsErrorException.Validation(
                    $"Instance {instance.Id} is not in correct state. Instance(s) must be in 'running' state "
                        + "and in no AutoScalingGroup."
                );
        Grow(group, instances.Count);
        var before = group.MembersLine;
        foreach (var instance in instances)
        {
            group.Members.Add(new AwsMember(instance, "InService"));
            cloud.Groups.Join(group, instance);
        }
        at.Applied(before, group.MembersLine);
        return null;
    }

    private IEnumerable<XElement>? SetHealth(AwsCall call, ApiCall at)
    {
        var (group, member) = Member(call.Need("InstanceId"));
        var status = call.Need("HealthStatus");
        if (status is not ("Healthy" or "Unhealthy"))
            throw AwsErrorException.Validation("Valid instance health states are: [Healthy, Unhealthy].");
        if (member.Health != status)
            at.Applied(member.Health, status);
        member.IsHealthy = status == "Healthy";
        cloud.Groups.Look(group);
        return null;
    }

    private IEnumerable<XElement> Terminate(AwsCall call, ApiCall at)
    {
        var (group, member) = Member(call.Need("InstanceId"));
        _ = call.Need(Decrement);
        Shrink(group, call.Flag(Decrement) == true && member.Counts ? 1 : 0);
        var before = group.MembersLine;
        var activity = cloud.Groups.Terminate(group, member, "was taken out of service by a user request");
        at.Applied(before, group.MembersLine);
        cloud.Groups.Look(group);
        return [Tree("Activity", GroupElements.Activity(activity))];
    }

    private IEnumerable<XElement> Describe(AwsCall call, ApiCall at)
    {
        var ids = call.Form.List(Ids);
        var found = cloud
            .Groups.All.SelectMany(g => g.Members.Select(m => (Group: g, Member: m)))
            .Where(p => ids.Count == 0 || ids.Contains(p.Member.Instance.Id))
            .ToList();
        var page = GroupOperations.Page(call, found, "members");
        return
        [
            Members(
                "AutoScalingInstances",
                page.Items,
                p =>
                    new object?[]
                    {
                        Element("AutoScalingGroupName", p.Group.Name),
                        GroupElements.Member(p.Group, p.Member, cloud),
                    }
            ),
            .. GroupOperations.Next(page.Next),
        ];
    }

    private IEnumerable<XElement> Done(AwsGroup group, ApiCall at, List<Func<AwsActivity>> steps)
    {
        var before = group.MembersLine;
        var activities = steps.Select(s => s()).ToList();
        at.Applied(before, group.MembersLine);
        cloud.Groups.Look(group);
        return [Members("Activities", activities, GroupElements.Activity)];
    }

    private static void Shrink(AwsGroup group, int by)
    {
        if (group.Desired - by < group.Min)
            throw AwsErrorException.Validation(
                $"AutoScalingGroup {group.Name} has min-size={group.Min}, max-size={group.Max}, and "
                    + $"desired-size={group.Desired}. To take {by} out, please update the AutoScalingGroup "
                    + "sizes appropriately."
            );
        group.Desired -= by;
    }

    private static void Grow(AwsGroup group, int by)
    {
        if (group.Desired + by > group.Max)
            throw AwsErrorException.Validation(
                $"AutoScalingGroup {group.Name} has min-size={group.Min}, max-size={group.Max}, and "
                    + $"desired-size={group.Desired}. To place into service {by}, please update the "
                    + "AutoScalingGroup sizes appropriately."
            );
        group.Desired += by;
    }

    private static List<AwsMember> Need(AwsGroup group, IReadOnlyList<string> ids) =>
        [
            .. ids.Select(i =>
                group.Find(i)
                ?? throw AwsErrorException.Validation(
                    $"The instance {i} is not part of Auto Scaling group {group.Name}."
                )
            ),
        ];

    private (AwsGroup Group, AwsMember Member) Member(string id) =>
        cloud.Groups.Of(id) is { } group
            ? (group, group.Find(id)!)
            : throw AwsErrorException.Validation(
                $"Instance Id not found - No managed instance found for instance ID {id}"
            );

    private static AwsErrorException Wrong(AwsGroup group, AwsMember member, string wanted) =>
        AwsErrorException.Validation(
            $"The instance {member.Instance.Id} of {group.Name} is not in {wanted}, but in {member.Lifecycle}."
        );
}
