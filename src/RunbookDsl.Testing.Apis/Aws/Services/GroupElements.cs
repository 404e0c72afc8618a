using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>Groups as AutoScaling describes them.</summary>
internal static class GroupElements
{
    public static object?[] Group(AwsGroup group, AwsCloud cloud) =>
        [
            Element("AutoScalingGroupName", group.Name),
            Element("AutoScalingGroupARN", Arn(group, cloud)),
            Template(group.Name),
            Element("MinSize", group.Min),
            Element("MaxSize", group.Max),
            Element("DesiredCapacity", group.Desired),
            Element("DefaultCooldown", group.Cooldown),
            Members("AvailabilityZones", [cloud.Region + "a"], z => z),
            Members("LoadBalancerNames", group.Spec.Balancers, n => n),
            Members(
                "TargetGroupARNs",
                cloud.Pools.Where(p => !p.Spec.IsClassic && group.Spec.TargetGroups.Contains(p.Name)),
                p => p.Arn
            ),
            Element("HealthCheckType", group.AsksBalancers ? "ELB" : "EC2"),
            Element("HealthCheckGracePeriod", group.Grace),
            Members("Instances", group.Members, m => Member(group, m, cloud)),
            Element("CreatedTime", cloud.Began),
            Members(
                "SuspendedProcesses",
                group.Suspended.OrderBy(s => s.Key, StringComparer.Ordinal),
                s => new[] { Element("ProcessName", s.Key), Element("SuspensionReason", s.Value) }
            ),
            Element("VPCZoneIdentifier", "subnet-0a1b2c3d"),
            Tree("EnabledMetrics"),
            Tree("Tags"),
            Members("TerminationPolicies", group.Policies, p => p),
            Element("NewInstancesProtectedFromScaleIn", group.ProtectsNew),
            Element("CapacityRebalance", false),
            Element(
                "ServiceLinkedRoleARN",
                $"arn:aws:iam::{AwsCloud.Account}:role/aws-service-role/autoscaling.amazonaws.com/"
                    + "AWSServiceRoleForAutoScaling"
            ),
        ];

    public static object?[] Member(AwsGroup group, AwsMember member, AwsCloud cloud) =>
        [
            Element("InstanceId", member.Instance.Id),
            Element("InstanceType", member.Instance.Type),
            Element("AvailabilityZone", cloud.Region + "a"),
            Element("LifecycleState", member.Lifecycle),
            Element("HealthStatus", member.Health),
            Template(group.Name),
            Element("ProtectedFromScaleIn", member.IsProtected),
        ];

    public static object?[] Activity(AwsActivity activity) =>
        [
            Element("ActivityId", activity.Id),
            Element("AutoScalingGroupName", activity.Group),
            Element("Description", activity.Description),
            Element("Cause", $"At {Time(activity.At)} {activity.Cause}."),
            Element("StartTime", activity.At),
            Element("StatusCode", "InProgress"),
            Element("Progress", 50),
            Element("Details", "{}"),
        ];

    private static XElement Template(string name) =>
        Tree(
            "LaunchTemplate",
            Element("LaunchTemplateId", "lt-0a1b2c3d4e5f60718"),
            Element("LaunchTemplateName", name),
            Element("Version", "1")
        );

    private static string Arn(AwsGroup group, AwsCloud cloud) =>
        $"arn:aws:autoscaling:{cloud.Region}:{AwsCloud.Account}:autoScalingGroup:"
        + $"{group.Id}:autoScalingGroupName/{group.Name}";
}
