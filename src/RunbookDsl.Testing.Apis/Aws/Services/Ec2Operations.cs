using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>EC2: what is done to instances.</summary>
internal sealed class Ec2Operations(AwsCloud cloud)
{
    public IReadOnlyList<AwsOperation> All =>
        [
            Change("StopInstances", ["InstanceId.N", "Force", "Hibernate", "DryRun"], Stop) with
            {
                Evidence = 'R',
            },
            Change("StartInstances", ["InstanceId.N", "AdditionalInfo", "DryRun"], Start) with
            {
                Evidence = 'R',
            },
            Change("RebootInstances", ["InstanceId.N", "DryRun"], Reboot),
            Change("TerminateInstances", ["InstanceId.N", "Force", "SkipOsShutdown", "DryRun"], Terminate),
            Change(
                "ModifyInstanceAttribute",
                [
                    "InstanceId",
                    "Attribute",
                    "Value",
                    "InstanceType.Value",
                    "DisableApiTermination.Value",
                    "DryRun",
                ],
                Modify
            ),
            Change("CreateTags", ["ResourceId.N", "Tag.N.Key", "Tag.N.Value", "DryRun"], Tag),
            Change("DeleteTags", ["ResourceId.N", "Tag.N.Key", "Tag.N.Value", "DryRun"], Untag),
        ];

    private static AwsOperation Change(
        string action,
        string[] parameters,
        Func<AwsCall, ApiCall, IEnumerable<XElement>?> answer
    ) => new(AwsService.Ec2, action, true, parameters, answer);

    private IEnumerable<XElement> Stop(AwsCall call, ApiCall at) =>
        Move(
            call,
            at,
            i =>
            {
                if (i.State == InstanceState.Pending || i.State.IsGone)
                    throw Incorrect(
                        $"This instance '{i.Id}' is not in a state from which it can be stopped."
                    );
            },
            i => cloud.Stop(i, at.Ticket.Call.Step)
        );

    private IEnumerable<XElement> Start(AwsCall call, ApiCall at) =>
        Move(
            call,
            at,
            i =>
            {
                if (i.State == InstanceState.Stopping || i.State.IsGone)
                    throw Incorrect($"The instance '{i.Id}' is not in a state from which it can be started.");
            },
            cloud.Start
        );

    private IEnumerable<XElement> Terminate(AwsCall call, ApiCall at) =>
        Move(
            call,
            at,
            i =>
            {
                if (i.IsProtected)
                    throw new AwsErrorException(
                        400,
                        "OperationNotPermitted",
                        $"The instance '{i.Id}' may not be terminated. Modify its 'disableApiTermination' "
                            + "instance attribute and try again."
                    );
            },
            i => cloud.Terminate(i, "User initiated")
        );

    private IEnumerable<XElement> Move(
        AwsCall call,
        ApiCall at,
        Action<AwsInstance> check,
        Action<AwsInstance> move
    )
    {
        var instances = cloud.Need(Ids(call));
        foreach (var instance in instances)
            check(instance);
        var before = instances.Select(i => i.State).ToList();
        foreach (var instance in instances)
            move(instance);
        if (!before.SequenceEqual(instances.Select(i => i.State)))
            at.Applied(Names(before), Names(instances.Select(i => i.State)));
        return
        [
            Items(
                "instancesSet",
                instances.Zip(before),
                pair =>
                    new[]
                    {
                        Element("instanceId", pair.First.Id),
                        InstanceElements.State("currentState", pair.First.State),
                        InstanceElements.State("previousState", pair.Second),
                    }
            ),
        ];
    }

    private IEnumerable<XElement> Reboot(AwsCall call, ApiCall at)
    {
        foreach (var instance in cloud.Need(Ids(call)))
            if (instance.State != InstanceState.Running)
                throw Incorrect($"Instance {instance.Id} is not in a state from which it can be rebooted.");
        at.Applied("running", "rebooted");
        return Done;
    }

    private IEnumerable<XElement> Modify(AwsCall call, ApiCall at)
    {
        var instance = cloud.Need([call.Need("InstanceId")])[0];
        var attribute = call.Form["Attribute"];
        var type =
            call.Form["InstanceType.Value"] ?? (attribute == "instanceType" ? call.Form["Value"] : null);
        var isProtected =
            call.Flag("DisableApiTermination.Value")
            ?? (attribute == "disableApiTermination" ? call.Flag("Value") : null);
        if (type is null && isProtected is null)
            throw new AwsErrorException(
                400,
                "InvalidParameterCombination",
                attribute is null
                    ? "No attributes specified."
                    : cloud.Unknown($"the attribute '{attribute}'", ["instanceType", "disableApiTermination"])
            );
        if (type is not null && instance.State != InstanceState.Stopped)
            throw Incorrect($"The instance '{instance.Id}' is not in the 'stopped' state.");
        if (type is not null && (type != instance.Type))
        {
            at.Applied(instance.Type, type);
            instance.Type = type;
        }
        if (isProtected is { } wanted && wanted != instance.IsProtected)
        {
            at.Applied(Protection(instance.IsProtected), Protection(wanted));
            instance.IsProtected = wanted;
        }
        return Done;
    }

    private IEnumerable<XElement> Tag(AwsCall call, ApiCall at) =>
        Tags(call, at, (instance, key, value) => instance.Tags[key] = value ?? "");

    private IEnumerable<XElement> Untag(AwsCall call, ApiCall at) =>
        Tags(
            call,
            at,
            (instance, key, value) =>
            {
                if (value is null || (instance.Tags.TryGetValue(key, out var has) && has == value))
                    instance.Tags.Remove(key);
            }
        );

    private IEnumerable<XElement> Tags(AwsCall call, ApiCall at, Action<AwsInstance, string, string?> change)
    {
        var instances = cloud.Need(call.Form.List("ResourceId"));
        var before = TagLine(instances);
        foreach (var instance in instances)
        foreach (var start in call.Form.Structures("Tag"))
            change(instance, call.Form[start + "Key"] ?? "", call.Form[start + "Value"]);
        if (TagLine(instances) is var after && after != before)
            at.Applied(before, after);
        return Done;
    }

    private static IReadOnlyList<XElement> Done => [Element("return", true)!];

    private static IReadOnlyList<string> Ids(AwsCall call) =>
        call.Form.List("InstanceId") is { Count: > 0 } ids
            ? ids
            : throw AwsErrorException.Missing("ec2", "InstanceId");

    private static AwsErrorException Incorrect(string message) => new(400, "IncorrectInstanceState", message);

    private static string Names(IEnumerable<InstanceState> states) =>
        string.Join(", ", states.Select(s => s.Name));

    private static string Protection(bool isProtected) => isProtected ? "protected" : "not protected";

    private static string TagLine(IEnumerable<AwsInstance> instances) =>
        string.Join("; ", instances.Select(i => string.Join(' ', i.Tags.Select(t => $"{t.Key}={t.Value}"))));
}
