using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>Instances as EC2 describes them.</summary>
internal static class InstanceElements
{
    public static XElement State(string name, InstanceState state) =>
        Tree(name, Element("code", state.Code), Element("name", state.Name));

    public static object?[] Instance(AwsInstance instance, string zone)
    {
        var address = instance.ElasticAddress ?? instance.PublicAddress;
        return
        [
            Element("instanceId", instance.Id),
            Element("imageId", "ami-0abcdef1234567890"),
            State("instanceState", instance.State),
            Element("privateDnsName", Dns("ip", instance.PrivateAddress, "ec2.internal")),
            Element("dnsName", address is null ? "" : Dns("ec2", address, "compute-1.amazonaws.com")),
            Element("reason", instance.Reason),
            Element("amiLaunchIndex", 0),
            Element("instanceType", instance.Type),
            Element("launchTime", instance.Launched),
            Tree(
                "placement",
                Element("availabilityZone", zone),
                Element("groupName", ""),
                Element("tenancy", "default")
            ),
            Tree("monitoring", Element("state", "disabled")),
            Element("subnetId", instance.State.IsGone ? null : "subnet-0a1b2c3d"),
            Element("vpcId", instance.State.IsGone ? null : "vpc-0a1b2c3d"),
            Element("privateIpAddress", instance.State.IsGone ? null : instance.PrivateAddress),
            Element("ipAddress", address),
            instance.Reason.Length == 0 ? null : Why(instance),
            Element("architecture", "x86_64"),
            Element("rootDeviceType", "ebs"),
            Element("rootDeviceName", "/dev/xvda"),
            Tree("blockDeviceMapping"),
            Tree("groupSet"),
            Items("tagSet", instance.Tags, t => new[] { Element("key", t.Key), Element("value", t.Value) }),
            Element("hypervisor", "xen"),
            Element("ebsOptimized", false),
        ];
    }

    public static object?[] Status(AwsInstance instance, string zone, DateTimeOffset now)
    {
        var status =
            instance.State != InstanceState.Running ? "not-applicable"
            : now >= instance.OkAt ? "ok"
            : "initializing";
        return
        [
            Element("instanceId", instance.Id),
            Element("availabilityZone", zone),
            State("instanceState", instance.State),
            Checks("systemStatus", status),
            Checks("instanceStatus", status),
        ];
    }

    private static XElement Checks(string name, string status) =>
        Tree(
            name,
            Element("status", status),
            status == "not-applicable"
                ? null
                : Items(
                    "details",
                    ["reachability"],
                    n => new[] { Element("name", n), Element("status", status == "ok" ? "passed" : status) }
                )
        );

    private static XElement Why(AwsInstance instance) =>
        instance.State.IsGone
            ? Tree(
                "stateReason",
                Element("code", "Client.InstanceInitiatedShutdown"),
                Element("message", instance.Reason)
            )
            : Tree(
                "stateReason",
                Element("code", "Client.UserInitiatedShutdown"),
                Element("message", "Client.UserInitiatedShutdown: User initiated shutdown")
            );

    private static string Dns(string start, string address, string end) =>
        $"{start}-{address.Replace('.', '-')}.{end}";
}
