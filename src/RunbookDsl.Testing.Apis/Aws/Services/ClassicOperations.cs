using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>Classic load balancers.</summary>
internal sealed class ClassicOperations(AwsCloud cloud)
{
    private const string Name = "LoadBalancerName";
    private static readonly string[] Parameters = [Name, "Instances.member.N.InstanceId"];

    private IReadOnlyList<AwsPool> Balancers => [.. cloud.Pools.Where(p => p.Spec.IsClassic)];

    public IReadOnlyList<AwsOperation> All =>
        [
            New("DescribeInstanceHealth", false, Parameters, Health),
            New("RegisterInstancesWithLoadBalancer", true, Parameters, Register),
            New("DeregisterInstancesFromLoadBalancer", true, Parameters, Deregister),
            New(
                "DescribeLoadBalancers",
                false,
                ["LoadBalancerNames.member.N", "Marker", "PageSize"],
                Describe
            ),
        ];

    private static AwsOperation New(
        string action,
        bool isChange,
        string[] parameters,
        Func<AwsCall, ApiCall, IEnumerable<XElement>?> answer
    ) => new(AwsService.Elb, action, isChange, parameters, answer);

    private IEnumerable<XElement> Register(AwsCall call, ApiCall at) =>
        Change(call, at, (pool, instance) => pool.Register(instance, pool.Spec.Port));

    private IEnumerable<XElement> Deregister(AwsCall call, ApiCall at) =>
        Change(call, at, (pool, instance) => pool.Deregister(instance.Id, null));

    private IEnumerable<XElement> Change(AwsCall call, ApiCall at, Action<AwsPool, AwsInstance> change)
    {
        var pool = Need(call.Need(Name));
        var instances = Instances(call);
        if (instances.Count == 0)
            throw AwsErrorException.Missing("elb", "Instances");
        var before = pool.Line;
        foreach (var instance in instances)
            change(pool, instance);
        if (pool.Line != before)
            at.Applied(before, pool.Line);
        return
        [
            Members(
                "Instances",
                pool.Targets.Where(t => t.State != "draining"),
                t => Element("InstanceId", t.Id)
            ),
        ];
    }

    private IEnumerable<XElement> Health(AwsCall call, ApiCall at)
    {
        var pool = Need(call.Need(Name));
        var asked = Instances(call);
        cloud.Looked(
            call,
            $"balancer {pool.Name} {string.Join(' ', asked.Select(i => i.Id))}",
            () => pool.Targets.Any(t => t.IsMoving && (asked.Count == 0 || asked.Any(i => i.Id == t.Id)))
        );
        if (asked.FirstOrDefault(i => pool.Find(i.Id, null) is null) is { } stranger)
            throw Invalid(stranger.Id);
        return
        [
            Members(
                "InstanceStates",
                pool.Targets.Where(t => asked.Count == 0 || asked.Any(i => i.Id == t.Id)),
                State
            ),
        ];
    }

    private static object?[] State(AwsTarget target)
    {
        var (state, reason, description) = target.State switch
        {
            "healthy" => ("InService", "N/A", "N/A"),
            "draining" => ("InService", "N/A", "Instance deregistration currently in progress."),
            "initial" => ("OutOfService", "ELB", "Instance registration is still in progress."),
            "unused" => ("OutOfService", "Instance", "Instance is in stopped state."),
            _ => (
                "OutOfService",
                "Instance",
                "Instance has failed at least the UnhealthyThreshold number of health checks consecutively."
            ),
        };
        return
        [
            Element("InstanceId", target.Id),
            Element("State", state),
            Element("ReasonCode", reason),
            Element("Description", description),
        ];
    }

    private IEnumerable<XElement> Describe(AwsCall call, ApiCall at)
    {
        var names = call.Form.List("LoadBalancerNames.member");
        var found = names.Count == 0 ? Balancers : [.. names.Select(Need)];
        var size = call.Number("PageSize") ?? 400;
        if (size is < 1 or > 400)
            throw AwsErrorException.Validation("PageSize must be between 1 and 400");
        var page = AwsPage<AwsPool>.Of(
            found,
            size,
            call.Form["Marker"],
            "classic",
            () => AwsErrorException.Validation("The marker is not valid")
        );
        return
        [
            Members(
                "LoadBalancerDescriptions",
                page.Items,
                p =>
                    new[]
                    {
                        Element("LoadBalancerName", p.Name),
                        Element("DNSName", $"{p.Name}.{cloud.Region}.elb.amazonaws.com"),
                        Members("AvailabilityZones", [cloud.Region + "a"], z => z),
                        Members(
                            "Instances",
                            p.Targets.Where(t => t.State != "draining"),
                            t => Element("InstanceId", t.Id)
                        ),
                        Element("CreatedTime", cloud.Began),
                        Element("Scheme", "internet-facing"),
                    }
            ),
            .. page.Next is null ? (XElement[])[] : [Element("NextMarker", page.Next)!],
        ];
    }

    private AwsPool Need(string name) =>
        Balancers.FirstOrDefault(p => p.Name == name)
        ?? throw new AwsErrorException(
            400,
            "LoadBalancerNotFound",
            $"There is no ACTIVE Load Balancer named '{name}'"
        );

    private List<AwsInstance> Instances(AwsCall call) =>
        [
            .. call
                .Form.Structures("Instances.member")
                .Select(s => call.Form[s + "InstanceId"] ?? "")
                .Select(i => cloud.Instance(i) ?? throw Invalid(i)),
        ];

    private static AwsErrorException Invalid(string id) =>
        new(400, "InvalidInstance", $"Could not find EC2 instance {id}.");
}
