using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>EC2: what is asked about instances.</summary>
internal sealed class Ec2Descriptions(AwsCloud cloud)
{
    private static readonly string[] Paged =
    [
        "InstanceId.N",
        "Filter.N.Name",
        "Filter.N.Value.N",
        "MaxResults",
        "NextToken",
        "DryRun",
    ];

    private string Zone => cloud.Region + "a";

    public IReadOnlyList<AwsOperation> All =>
        [
            Look("DescribeInstances", Paged, Instances) with
            {
                Evidence = 'R',
            },
            Look("DescribeInstanceStatus", [.. Paged, "IncludeAllInstances"], Status),
            Look("DescribeInstanceAttribute", ["InstanceId", "Attribute", "DryRun"], Attribute),
            Look("DescribeAddresses", ["PublicIp.N", "DryRun"], Addresses),
        ];

    private static AwsOperation Look(
        string action,
        string[] parameters,
        Func<AwsCall, ApiCall, IEnumerable<XElement>?> answer
    ) => new(AwsService.Ec2, action, false, parameters, answer);

    private IEnumerable<XElement> Instances(AwsCall call, ApiCall at)
    {
        var named = call.Form.List("InstanceId").Select(cloud.Instance).OfType<AwsInstance>().ToList();
        cloud.Looked(call, $"instances {Key(named)}", () => named.Exists(i => i.State.IsMoving));
        var page = Page(call, cloud.Select(call.Form), "instances");
        return [Items("reservationSet", page.Items, Reservation), .. Next(page.Next)];
    }

    private object?[] Reservation(AwsInstance instance) =>
        [
            Element("reservationId", "r-" + instance.Id[2..]),
            Element("ownerId", AwsCloud.Account),
            Tree("groupSet"),
            Items("instancesSet", [instance], i => InstanceElements.Instance(i, Zone)),
        ];

    private IEnumerable<XElement> Status(AwsCall call, ApiCall at)
    {
        var named = call.Form.List("InstanceId").Select(cloud.Instance).OfType<AwsInstance>().ToList();
        cloud.Looked(call, $"status {Key(named)}", () => named.Exists(IsChecked));
        var all = cloud
            .Select(call.Form)
            .Where(i => i.State == InstanceState.Running || call.Flag("IncludeAllInstances") == true)
            .ToList();
        var page = Page(call, all, "status");
        return
        [
            Items("instanceStatusSet", page.Items, i => InstanceElements.Status(i, Zone, cloud.Timeline.Now)),
            .. Next(page.Next),
        ];
    }

    private bool IsChecked(AwsInstance instance) =>
        instance.State.IsMoving
        || (instance.State == InstanceState.Running && cloud.Timeline.Now < instance.OkAt);

    private IEnumerable<XElement> Attribute(AwsCall call, ApiCall at)
    {
        var instance = cloud.Need([call.Need("InstanceId")])[0];
        var attribute = call.Need("Attribute");
        object value = attribute switch
        {
            "instanceType" => instance.Type,
            "disableApiTermination" => instance.IsProtected,
            _ => throw new AwsErrorException(
                400,
                "InvalidParameterValue",
                cloud.Unknown($"the attribute '{attribute}'", ["instanceType", "disableApiTermination"])
            ),
        };
        return [Element("instanceId", instance.Id)!, Tree(attribute, Element("value", value))];
    }

    private IEnumerable<XElement> Addresses(AwsCall call, ApiCall at)
    {
        var wanted = call.Form.List("PublicIp");
        var found = cloud.Instances.Where(i => i.ElasticAddress is not null).ToList();
        foreach (var address in wanted)
            if (!found.Exists(i => i.ElasticAddress == address))
                throw new AwsErrorException(
                    400,
                    "InvalidAddress.NotFound",
                    $"Address '{address}' not found."
                );
        return
        [
            Items(
                "addressesSet",
                found.Where(i => wanted.Count == 0 || wanted.Contains(i.ElasticAddress!)),
                i =>
                    new[]
                    {
                        Element("publicIp", i.ElasticAddress),
                        Element("allocationId", "eipalloc-" + i.Id[2..]),
                        Element("domain", "vpc"),
                        Element("instanceId", i.Id),
                        Element("associationId", "eipassoc-" + i.Id[2..]),
                        Element("privateIpAddress", i.PrivateAddress),
                    }
            ),
        ];
    }

    private static AwsPage<AwsInstance> Page(AwsCall call, IReadOnlyList<AwsInstance> all, string list)
    {
        var size = call.Number("MaxResults");
        if (size is not null && call.Form.List("InstanceId").Count > 0)
            throw new AwsErrorException(
                400,
                "InvalidParameterCombination",
                "The parameter instancesSet cannot be used with the parameter maxResults"
            );
        if (size is < 5 or > 1000)
            throw new AwsErrorException(
                400,
                "InvalidParameterValue",
                $"Value ( {size} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000."
            );
        return AwsPage<AwsInstance>.Of(
            all,
            size ?? 1000,
            call.Form["NextToken"],
            list,
            () =>
                new(
                    400,
                    "InvalidParameterValue",
                    $"Unable to parse pagination token '{call.Form["NextToken"]}'"
                )
        );
    }

    private static XElement[] Next(string? token) => token is null ? [] : [Element("nextToken", token)!];

    private static string Key(IEnumerable<AwsInstance> instances) =>
        string.Join(' ', instances.Select(i => i.Id).Order(StringComparer.Ordinal));
}
