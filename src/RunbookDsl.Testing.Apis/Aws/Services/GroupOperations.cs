using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>AutoScaling: groups, their sizes and their processes.</summary>
internal sealed class GroupOperations(AwsCloud cloud)
{
    private const string Name = "AutoScalingGroupName";

    public IReadOnlyList<AwsOperation> All =>
        [
            New("SuspendProcesses", true, [Name, "ScalingProcesses.member.N"], Suspend) with
            {
                Evidence = 'R',
            },
            New("ResumeProcesses", true, [Name, "ScalingProcesses.member.N"], Resume) with
            {
                Evidence = 'R',
            },
            New(
                "UpdateAutoScalingGroup",
                true,
                [
                    Name,
                    "MinSize",
                    "MaxSize",
                    "DesiredCapacity",
                    "DefaultCooldown",
                    "HealthCheckType",
                    "HealthCheckGracePeriod",
                    "TerminationPolicies.member.N",
                    "NewInstancesProtectedFromScaleIn",
                ],
                Update
            ),
            New("SetDesiredCapacity", true, [Name, "DesiredCapacity", "HonorCooldown"], SetDesired),
            New(
                "DescribeAutoScalingGroups",
                false,
                ["AutoScalingGroupNames.member.N", "IncludeInstances", "NextToken", "MaxRecords"],
                Describe
            ) with
            {
                Evidence = 'R',
            },
            New("DescribeScalingActivities", false, [Name, "NextToken", "MaxRecords"], Activities),
        ];

    private static AwsOperation New(
        string action,
        bool isChange,
        string[] parameters,
        Func<AwsCall, ApiCall, IEnumerable<XElement>?> answer
    ) => new(AwsService.AutoScaling, action, isChange, parameters, answer);

    private IEnumerable<XElement>? Suspend(AwsCall call, ApiCall at) =>
        Processes(call, at, (group, process) => group.Suspended.TryAdd(process, cloud.Suspension));

    private IEnumerable<XElement>? Resume(AwsCall call, ApiCall at) =>
        Processes(call, at, (group, process) => group.Suspended.Remove(process));

    private IEnumerable<XElement>? Processes(AwsCall call, ApiCall at, Action<AwsGroup, string> change)
    {
        var group = cloud.Groups.Need(call.Need(Name));
        var given = call.Form.List("ScalingProcesses.member");
        if (given.FirstOrDefault(p => !AwsGroup.Processes.Contains(p)) is { } wrong)
            throw AwsErrorException.Validation(
                $"Invalid scaling process type: {wrong}. Valid types are: "
                    + string.Join(", ", AwsGroup.Processes)
            );
        var before = group.SuspendedLine;
        foreach (var process in given.Count == 0 ? AwsGroup.Processes : given)
            change(group, process);
        if (group.SuspendedLine != before)
            at.Applied(before, group.SuspendedLine);
        cloud.Groups.Look(group);
        return null;
    }

    private IEnumerable<XElement>? Update(AwsCall call, ApiCall at)
    {
        var group = cloud.Groups.Need(call.Need(Name));
        var (min, max) = (call.Number("MinSize") ?? group.Min, call.Number("MaxSize") ?? group.Max);
        if (min < 0 || min > max)
            throw AwsErrorException.Validation(
                $"Max bound, {max}, must be greater than or equal to min bound, {min}"
            );
        var desired = call.Number("DesiredCapacity");
        if (desired < min || desired > max)
            throw AwsErrorException.Validation(
                $"Desired capacity:{desired} must be between the specified min size:{min} and max size:{max}"
            );
        var type = call.Form["HealthCheckType"];
        if (type is not (null or "EC2" or "ELB"))
            throw AwsErrorException.Validation($"Invalid HealthCheckType: {type}");
        var before = group.Sizes;
        (group.Min, group.Max) = (min, max);
        group.Desired = desired ?? Math.Clamp(group.Desired, min, max);
        group.AsksBalancers = type is null ? group.AsksBalancers : type == "ELB";
        group.Cooldown = call.Number("DefaultCooldown") ?? group.Cooldown;
        group.Grace = call.Number("HealthCheckGracePeriod") ?? group.Grace;
        group.ProtectsNew = call.Flag("NewInstancesProtectedFromScaleIn") ?? group.ProtectsNew;
        if (call.Form.List("TerminationPolicies.member") is { Count: > 0 } policies)
            group.Policies = policies;
        at.Applied(before, group.Sizes);
        cloud.Groups.Look(group);
        return null;
    }

    private IEnumerable<XElement>? SetDesired(AwsCall call, ApiCall at)
    {
        var group = cloud.Groups.Need(call.Need(Name));
        _ = call.Need("DesiredCapacity");
        var wanted = call.Number("DesiredCapacity")!.Value;
        if (wanted > group.Max)
            throw AwsErrorException.Validation(
                $"New SetDesiredCapacity value {wanted} is above max value {group.Max} for the "
                    + "AutoScalingGroup."
            );
        if (wanted < group.Min)
            throw AwsErrorException.Validation(
                $"New SetDesiredCapacity value {wanted} is below min value {group.Min} for the "
                    + "AutoScalingGroup."
            );
        var before = group.Sizes;
        group.Desired = wanted;
        if (group.Sizes != before)
            at.Applied(before, group.Sizes);
        cloud.Groups.Look(group);
        return null;
    }

    private IEnumerable<XElement> Describe(AwsCall call, ApiCall at)
    {
        var names = call.Form.List("AutoScalingGroupNames.member");
        var groups = cloud.Groups.All.Where(g => names.Count == 0 || names.Contains(g.Name)).ToList();
        if (names.Count > 0)
            cloud.Looked(
                call,
                $"groups {string.Join(' ', names)}",
                () => groups.Exists(g => g.Members.Exists(m => m.IsMoving))
            );
        var page = Page(call, groups, "groups");
        return
        [
            Members("AutoScalingGroups", page.Items, g => GroupElements.Group(g, cloud)),
            .. Next(page.Next),
        ];
    }

    private IEnumerable<XElement> Activities(AwsCall call, ApiCall at)
    {
        var activities = call.Form[Name] is { } name
            ? cloud.Groups.Need(name).Activities
            : [.. cloud.Groups.All.SelectMany(g => g.Activities)];
        var page = Page(call, activities, "activities");
        return [Members("Activities", page.Items, GroupElements.Activity), .. Next(page.Next)];
    }

    internal static AwsPage<T> Page<T>(AwsCall call, IReadOnlyList<T> all, string list)
    {
        var size = call.Number("MaxRecords") ?? 50;
        if (size is < 1 or > 100)
            throw AwsErrorException.Validation("MaxRecords must be between 1 and 100");
        return AwsPage<T>.Of(
            all,
            size,
            call.Form["NextToken"],
            list,
            () => new(400, "InvalidNextToken", "The NextToken value is not valid.")
        );
    }

    internal static XElement[] Next(string? token) => token is null ? [] : [Element("NextToken", token)!];
}
