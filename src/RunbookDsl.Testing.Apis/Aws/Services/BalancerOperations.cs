using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>Load balancers of version 2: target groups and the health of what is in them.</summary>
internal sealed class BalancerOperations(AwsCloud cloud)
{
    private const string Delay = "deregistration_delay.timeout_seconds";
    private const string Arn = "TargetGroupArn";
    private static readonly string[] Targeted = [Arn, "Targets.member.N.Id", "Targets.member.N.Port"];

    private IReadOnlyList<AwsPool> Groups => [.. cloud.Pools.Where(p => !p.Spec.IsClassic)];

    public IReadOnlyList<AwsOperation> All =>
        [
            New("DescribeTargetHealth", false, Targeted, Health) with
            {
                Evidence = 'R',
            },
            New("RegisterTargets", true, Targeted, Register),
            New("DeregisterTargets", true, Targeted, Deregister),
            New(
                "DescribeTargetGroups",
                false,
                ["TargetGroupArns.member.N", "Names.member.N", "LoadBalancerArn", "Marker", "PageSize"],
                DescribeGroups
            ),
            New(
                "DescribeLoadBalancers",
                false,
                ["LoadBalancerArns.member.N", "Names.member.N", "Marker", "PageSize"],
                DescribeBalancers
            ),
            New("DescribeTargetGroupAttributes", false, [Arn], Attributes),
            New(
                "ModifyTargetGroupAttributes",
                true,
                [Arn, "Attributes.member.N.Key", "Attributes.member.N.Value"],
                Modify
            ),
        ];

    private static AwsOperation New(
        string action,
        bool isChange,
        string[] parameters,
        Func<AwsCall, ApiCall, IEnumerable<XElement>?> answer
    ) => new(AwsService.ElbV2, action, isChange, parameters, answer);

    private IEnumerable<XElement> Register(AwsCall call, ApiCall at)
    {
        var pool = Need(call);
        var targets = Targets(call, pool);
        var still = targets
            .Where(t => cloud.Instance(t.Id)!.State != InstanceState.Running)
            .Select(t => $"'{t.Id}'")
            .ToList();
        if (still.Count > 0)
            throw Invalid(
                "The following targets are not in a running state and cannot be registered: "
                    + string.Join(", ", still)
            );
        return Change(
            pool,
            at,
            () =>
            {
                foreach (var (id, port) in targets)
                    pool.Register(cloud.Instance(id)!, port ?? pool.Spec.Port);
            }
        );
    }

    private IEnumerable<XElement> Deregister(AwsCall call, ApiCall at)
    {
        var pool = Need(call);
        var targets = Targets(call, pool);
        return Change(
            pool,
            at,
            () =>
            {
                foreach (var (id, port) in targets)
                    pool.Deregister(id, port);
            }
        );
    }

    private static IEnumerable<XElement> Change(AwsPool pool, ApiCall at, Action change)
    {
        var before = pool.Line;
        change();
        if (pool.Line != before)
            at.Applied(before, pool.Line);
        return [];
    }

    private IEnumerable<XElement> Health(AwsCall call, ApiCall at)
    {
        var pool = Need(call);
        var asked = call.Form.Structures("Targets.member").Count > 0 ? Targets(call, pool) : null;
        cloud.Looked(
            call,
            $"targets {pool.Name} {string.Join(' ', asked ?? [])}",
            () => pool.Targets.Any(t => t.IsMoving && (asked is null || asked.Exists(a => a.Id == t.Id)))
        );
        var found =
            asked?.Select(a => pool.Find(a.Id, a.Port) ?? NotRegistered(a.Id, a.Port ?? pool.Spec.Port))
            ?? pool.Targets;
        return
        [
            Members(
                "TargetHealthDescriptions",
                found,
                t =>
                    new[]
                    {
                        Tree("Target", Element("Id", t.Id), Element("Port", t.Port)),
                        t.State == "unused" ? null : Element("HealthCheckPort", t.Port),
                        Tree(
                            "TargetHealth",
                            Element("State", t.State),
                            Element("Reason", t.Reason),
                            Element("Description", t.Description)
                        ),
                    }
            ),
        ];
    }

    private IEnumerable<XElement> DescribeGroups(AwsCall call, ApiCall at)
    {
        var arns = call.Form.List("TargetGroupArns.member");
        var names = call.Form.List("Names.member");
        var of = call.Form["LoadBalancerArn"];
        if (arns.Any(a => Groups.All(p => p.Arn != a)) || names.Any(n => Groups.All(p => p.Name != n)))
            throw NoGroup;
        var found = Groups.Where(p =>
            (arns.Count == 0 || arns.Contains(p.Arn))
            && (names.Count == 0 || names.Contains(p.Name))
            && (of is null || p.BalancerArn == of)
        );
        var page = Page(call, [.. found], "target-groups");
        return
        [
            Members(
                "TargetGroups",
                page.Items,
                p =>
                    new[]
                    {
                        Element("TargetGroupArn", p.Arn),
                        Element("TargetGroupName", p.Name),
                        Element("Protocol", "HTTP"),
                        Element("Port", p.Spec.Port),
                        Element("VpcId", "vpc-0a1b2c3d"),
                        Element("HealthCheckProtocol", "HTTP"),
                        Element("HealthCheckPort", "traffic-port"),
                        Element("HealthCheckEnabled", true),
                        Element("HealthCheckPath", "/"),
                        Members("LoadBalancerArns", [p.BalancerArn], a => a),
                        Element("TargetType", "instance"),
                    }
            ),
            .. Next(page.Next),
        ];
    }

    private IEnumerable<XElement> DescribeBalancers(AwsCall call, ApiCall at)
    {
        var arns = call.Form.List("LoadBalancerArns.member");
        var names = call.Form.List("Names.member");
        if (
            arns.Any(a => Groups.All(p => p.BalancerArn != a)) || names.Any(n => Groups.All(p => p.Name != n))
        )
            throw new AwsErrorException(400, "LoadBalancerNotFound", "One or more load balancers not found");
        var found = Groups.Where(p =>
            (arns.Count == 0 || arns.Contains(p.BalancerArn)) && (names.Count == 0 || names.Contains(p.Name))
        );
        var page = Page(call, [.. found], "balancers");
        return
        [
            Members(
                "LoadBalancers",
                page.Items,
                p =>
                    new[]
                    {
                        Element("LoadBalancerArn", p.BalancerArn),
                        Element("DNSName", $"{p.Name}.{cloud.Region}.elb.amazonaws.com"),
                        Element("CreatedTime", cloud.Began),
                        Element("LoadBalancerName", p.Name),
                        Element("Scheme", "internet-facing"),
                        Element("VpcId", "vpc-0a1b2c3d"),
                        Tree("State", Element("Code", "active")),
                        Element("Type", "application"),
                    }
            ),
            .. Next(page.Next),
        ];
    }

    private IEnumerable<XElement> Attributes(AwsCall call, ApiCall at) => AttributesOf(Need(call));

    private IEnumerable<XElement> Modify(AwsCall call, ApiCall at)
    {
        var pool = Need(call);
        foreach (var start in call.Form.Structures("Attributes.member"))
        {
            var key = call.Form[start + "Key"] ?? "";
            if (key != Delay)
                throw new AwsErrorException(
                    400,
                    "ValidationError",
                    cloud.Unknown($"the target group attribute '{key}'", [Delay])
                );
            if (call.Number(start + "Value") is not (>= 0 and <= 3600 and var seconds))
                throw AwsErrorException.Validation($"{Delay} must be between 0 and 3600");
            var wanted = TimeSpan.FromSeconds(seconds);
            if (wanted != pool.DrainsIn)
                at.Applied(Seconds(pool), FormattableString.Invariant($"drains {seconds} s"));
            pool.DrainsIn = wanted;
        }
        return AttributesOf(pool);
    }

    private static IEnumerable<XElement> AttributesOf(AwsPool pool) =>
        [
            Members(
                "Attributes",
                [pool],
                p => new[] { Element("Key", Delay), Element("Value", p.DrainsIn.TotalSeconds) }
            ),
        ];

    private static string Seconds(AwsPool pool) =>
        FormattableString.Invariant($"drains {pool.DrainsIn.TotalSeconds} s");

    private AwsPool Need(AwsCall call)
    {
        var arn = call.Need(Arn);
        return Groups.FirstOrDefault(p => p.Arn == arn) ?? throw NoGroup;
    }

    private List<(string Id, int? Port)> Targets(AwsCall call, AwsPool pool)
    {
        var targets = call
            .Form.Structures("Targets.member")
            .Select(s => (Id: call.Form[s + "Id"] ?? "", Port: call.Number(s + "Port")))
            .ToList();
        if (targets.Count == 0)
            throw AwsErrorException.Missing("elbv2", "Targets");
        if (targets.Find(t => cloud.Instance(t.Id) is null) is { Id: { } unknown })
            throw Invalid($"The following targets do not exist: '{unknown}'");
        return targets;
    }

    private static AwsTarget NotRegistered(string id, int port) =>
        new(id, port)
        {
            State = "unused",
            Reason = "Target.NotRegistered",
            Description = "Target is not registered to the target group",
        };

    private static AwsPage<AwsPool> Page(AwsCall call, IReadOnlyList<AwsPool> all, string list)
    {
        var size = call.Number("PageSize") ?? 400;
        if (size is < 1 or > 400)
            throw AwsErrorException.Validation("PageSize must be between 1 and 400");
        return AwsPage<AwsPool>.Of(
            all,
            size,
            call.Form["Marker"],
            list,
            () => AwsErrorException.Validation("The marker is not valid")
        );
    }

    private static XElement[] Next(string? token) => token is null ? [] : [Element("NextMarker", token)!];

    private static AwsErrorException NoGroup =>
        new(400, "TargetGroupNotFound", "One or more target groups not found");

    private static AwsErrorException Invalid(string message) => new(400, "InvalidTarget", message);
}
