using static RunbookDsl.Testing.Apis.Tests.Aws.AwsWorlds;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>Servers of EC2.</summary>
[CancelAfter(30_000)]
internal sealed class InstanceTests
{
    private AwsRig _rig = null!;

    [SetUp]
    public async Task SetUp() => _rig = await AwsRig.StartAsync(Shop);

    [TearDown]
    public async Task TearDown() => await _rig.DisposeAsync();

    [Test]
    public async Task StopAndStart_TakeTheirTimeAndMayBeSaidTwice()
    {
        Assert.That(await Move("StopInstances"), Is.EqualTo("running -> stopping"));
        Assert.That(await Move("StopInstances"), Is.EqualTo("stopping -> stopping"));
        await _rig.PassAsync(59);
        Assert.That(await Move("StopInstances"), Is.EqualTo("stopping -> stopping"));
        await _rig.PassAsync(1);
        Assert.That(await Move("StopInstances"), Is.EqualTo("stopped -> stopped"));
        Assert.That(await Move("StartInstances"), Is.EqualTo("stopped -> pending"));
        await _rig.PassAsync(30);
        Assert.That(await Move("StartInstances"), Is.EqualTo("running -> running"));
        Assert.That(
            _rig.Stage.Log.Events.Where(e => e.IsApplied).Select(e => $"{e.Before} -> {e.After}"),
            Is.EqualTo(new[] { "running -> stopping", "stopped -> pending" })
        );
    }

    [Test]
    public async Task Type_OnlyWhileItIsStopped()
    {
        var change = $"Action=ModifyInstanceAttribute&InstanceId={Db}&InstanceType.Value=t3.large";
        var refused = $"400 IncorrectInstanceState: The instance '{Db}' is not in the 'stopped' state.";
        Assert.That(await _rig.FailAsync(AwsService.Ec2, change), Is.EqualTo(refused));
        await Move("StopInstances");
        Assert.That(await _rig.FailAsync(AwsService.Ec2, change), Is.EqualTo(refused));
        await _rig.PassAsync(60);
        await _rig.DoAsync(AwsService.Ec2, change);
        Assert.That(
            _rig.State[$"instance {Db}"],
            Is.EqualTo("stopped t3.large elastic 203.0.113.10 protected Name=db")
        );
    }

    [Test]
    public async Task PublicAddress_StopAndStart_IsAnotherOne()
    {
        await _rig.DoAsync(AwsService.AutoScaling, "Action=SuspendProcesses&AutoScalingGroupName=web-asg");
        Assert.That(
            _rig.State[$"instance {One}"],
            Is.EqualTo("running t3.medium public {public-address:1} Name=web-1")
        );
        await Move("StopInstances", One);
        Assert.That(_rig.State[$"instance {One}"], Is.EqualTo("stopping t3.medium Name=web-1"));
        await _rig.PassAsync(60);
        await Move("StartInstances", One);
        await _rig.PassAsync(30);
        Assert.That(
            _rig.State[$"instance {One}"],
            Is.EqualTo("running t3.medium public {public-address:2} Name=web-1")
        );
    }

    [Test]
    public async Task Status_OkAfterItsChecks()
    {
        await Move("StopInstances");
        await _rig.PassAsync(60);
        await Move("StartInstances");
        await _rig.PassAsync(30);
        Assert.That(await Status(), Is.EqualTo("initializing"));
        await _rig.PassAsync(120);
        Assert.That(await Status(), Is.EqualTo("ok"));
    }

    [TestCase(
        "StopInstances&InstanceId.1=i-0123456789abcdef0",
        "400 InvalidInstanceID.NotFound: The instance ID 'i-0123456789abcdef0' does not exist"
    )]
    [TestCase(
        "StopInstances&InstanceId.1=i-0123456789abcdef0&InstanceId.2=i-0123456789abcdef1",
        "400 InvalidInstanceID.NotFound: The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist"
    )]
    [TestCase("StopInstances&InstanceId.1=web-1", "400 InvalidInstanceID.Malformed: Invalid id: \"web-1\"")]
    [TestCase("StopInstances", "400 MissingParameter: The request must contain the parameter InstanceId")]
    [TestCase(
        $"StopInstances&InstanceId.1={Db}&DryRun=true",
        "412 DryRunOperation: Request would have succeeded, but DryRun flag is set."
    )]
    [TestCase(
        $"TerminateInstances&InstanceId.1={Db}",
        $"400 OperationNotPermitted: The instance '{Db}' may not be terminated. Modify its "
            + "'disableApiTermination' instance attribute and try again."
    )]
    [TestCase(
        $"DescribeInstances&InstanceId.1={Db}&MaxResults=5",
        "400 InvalidParameterCombination: The parameter instancesSet cannot be used with the parameter maxResults"
    )]
    [TestCase(
        "DescribeInstances&NextToken=x",
        "400 InvalidParameterValue: Unable to parse pagination token 'x'"
    )]
    public async Task Error_NothingIsChanged(string form, string error)
    {
        var before = _rig.State;
        Assert.That(await _rig.FailAsync(AwsService.Ec2, "Action=" + form), Is.EqualTo(error));
        Assert.That(_rig.State, Is.EqualTo(before));
        Assert.That(_rig.Found, Is.Empty);
    }

    [Test]
    public async Task Terminated_CannotBeStartedOrStopped()
    {
        await _rig.DoAsync(
            AwsService.Ec2,
            $"Action=ModifyInstanceAttribute&InstanceId={Db}&Attribute=disableApiTermination&Value=false"
        );
        Assert.That(await Move("TerminateInstances"), Is.EqualTo("running -> shutting-down"));
        await _rig.PassAsync(60);
        Assert.That(
            await _rig.FailAsync(AwsService.Ec2, $"Action=StartInstances&InstanceId.1={Db}"),
            Is.EqualTo(
                $"400 IncorrectInstanceState: The instance '{Db}' is not in a state from which it can be started."
            )
        );
        Assert.That(_rig.State[$"instance {Db}"], Is.EqualTo("terminated t3.medium Name=db"));
        Assert.That(_rig.Found, Is.Empty, "who terminates it means it");
    }

    [Test]
    public async Task Describe_FiltersAndPages()
    {
        var found = await _rig.DoAsync(
            AwsService.Ec2,
            "Action=DescribeInstances&Filter.1.Name=tag:Name&Filter.1.Value.1=web-*"
                + "&Filter.2.Name=instance-state-name&Filter.2.Value.1=running"
        );
        Assert.That(found.Descendants("instanceId").Select(i => i.Value), Is.EqualTo(new[] { One, Two }));
        await using var rig = await AwsRig.StartAsync(aws =>
        {
            for (var i = 1; i <= 6; i++)
                aws.Instance($"i-0000000000000000{i}");
        });
        var page = await rig.DoAsync(AwsService.Ec2, "Action=DescribeInstances&MaxResults=5");
        var next = page.Element("nextToken")!.Value;
        var rest = await rig.DoAsync(
            AwsService.Ec2,
            $"Action=DescribeInstances&MaxResults=5&NextToken={Uri.EscapeDataString(next)}"
        );
        Assert.That(page.Descendants("instanceId").Count(), Is.EqualTo(5));
        Assert.That(rest.Descendants("instanceId").Single().Value, Is.EqualTo("i-00000000000000006"));
        Assert.That(rest.Element("nextToken"), Is.Null);
        Assert.That(
            await rig.FailAsync(
                AwsService.Ec2,
                $"Action=DescribeInstanceStatus&MaxResults=5&NextToken={Uri.EscapeDataString(next)}"
            ),
            Is.EqualTo($"400 InvalidParameterValue: Unable to parse pagination token '{next}'")
        );
    }

    [Test]
    public async Task OnPoll_TheThirdLook_SeesTheEnd()
    {
        await using var rig = await AwsRig.StartAsync(aws =>
        {
            Shop(aws);
            aws.OnPoll(3);
        });
        await rig.DoAsync(AwsService.Ec2, $"Action=StopInstances&InstanceId.1={Db}");
        var seen = new List<string>();
        for (var i = 0; i < 4; i++)
            seen.Add(
                (await rig.DoAsync(AwsService.Ec2, $"Action=DescribeInstances&InstanceId.1={Db}"))
                    .Descendants("instanceState")
                    .Single()
                    .Element("name")!
                    .Value
            );
        Assert.That(seen, Is.EqualTo(new[] { "stopping", "stopping", "stopped", "stopped" }));
    }

    [TestCase(
        "StopInstance",
        "400 InvalidAction: aws does not know ec2.StopInstance (did you mean 'ec2.StopInstances'?)"
    )]
    [TestCase(
        "StopInstances&InstanceIds.1=x",
        "400 UnknownParameter: aws does not know the parameter InstanceIds.1 of ec2.StopInstances"
    )]
    [TestCase(
        "DescribeInstances&Filter.1.Name=tag-kex&Filter.1.Value.1=x",
        "400 InvalidParameterValue: The filter 'tag-kex' is invalid"
    )]
    public async Task Unknown_IsRefusedAndFound(string form, string error)
    {
        Assert.That(await _rig.FailAsync(AwsService.Ec2, "Action=" + form), Is.EqualTo(error));
        Assert.That(_rig.Found.Single(), Does.StartWith("unknown: aws does not know"));
    }

    private async Task<string> Move(string action, string id = Db)
    {
        var answer = await _rig.DoAsync(AwsService.Ec2, $"Action={action}&InstanceId.1={id}");
        var item = answer.Element("instancesSet")!.Elements().Single();
        return $"{item.Element("previousState")!.Element("name")!.Value} -> "
            + item.Element("currentState")!.Element("name")!.Value;
    }

    private async Task<string> Status() =>
        (await _rig.DoAsync(AwsService.Ec2, $"Action=DescribeInstanceStatus&InstanceId.1={Db}"))
            .Descendants("instanceStatus")
            .Single()
            .Element("status")!
            .Value;
}
