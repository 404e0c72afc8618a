using static RunbookDsl.Testing.Apis.Tests.Aws.AwsWorlds;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>Target groups and classic load balancers.</summary>
[CancelAfter(30_000)]
internal sealed class PoolTests
{
    private AwsRig _rig = null!;

    [SetUp]
    public async Task SetUp() => _rig = await AwsRig.StartAsync(Shop);

    [TearDown]
    public async Task TearDown() => await _rig.DisposeAsync();

    [Test]
    public async Task Deregister_DrainsAndIsGone()
    {
        Assert.That(await Health(One), Is.EqualTo("healthy"));
        await Target("DeregisterTargets", One);
        Assert.That(
            await Health(One),
            Is.EqualTo("draining Target.DeregistrationInProgress Target deregistration is in progress")
        );
        await _rig.PassAsync(299);
        Assert.That(await Health(One), Does.StartWith("draining "));
        await _rig.PassAsync(1);
        Assert.That(
            await Health(One),
            Is.EqualTo("unused Target.NotRegistered Target is not registered to the target group")
        );
        Assert.That(_rig.State["target group web"], Is.EqualTo($"{Two} healthy"));
    }

    [Test]
    public async Task Register_WhileDraining_StaysAndIsHealthyAgain()
    {
        await Target("DeregisterTargets", One);
        await Target("RegisterTargets", One);
        Assert.That(
            await Health(One),
            Is.EqualTo("initial Elb.RegistrationInProgress Target registration is in progress")
        );
        await _rig.PassAsync(400);
        Assert.That(await Health(One), Is.EqualTo("healthy"));
    }

    [Test]
    public async Task Delay_Changed_IsTheTimeOfDraining()
    {
        var attributes = await _rig.DoAsync(
            AwsService.ElbV2,
            $"Action=ModifyTargetGroupAttributes&TargetGroupArn={Arn}"
                + "&Attributes.member.1.Key=deregistration_delay.timeout_seconds&Attributes.member.1.Value=20"
        );
        Assert.That(attributes.Descendants("Value").Single().Value, Is.EqualTo("20"));
        await Target("DeregisterTargets", One);
        await _rig.PassAsync(20);
        Assert.That(await Health(One), Does.StartWith("unused Target.NotRegistered"));
    }

    [Test]
    public async Task Failing_NeverGetsHealthyAndTheGroupReplacesIt()
    {
        await using var rig = await AwsRig.StartAsync(aws =>
        {
            aws.Instance(One);
            aws.TargetGroup("web").Targets(One).Failing(One);
            aws.Group("web-asg").Members(One).TargetGroups("web").AsksLoadBalancers();
        });
        Assert.That(rig.State["target group web"], Is.EqualTo($"{One} unhealthy"));
        await rig.PassAsync(400);
        Assert.That(rig.State["group web-asg members"], Is.EqualTo("{instance:web-asg/1} InService"));
        Assert.That(rig.Found, Is.Empty);
    }

    [TestCase(
        "RegisterTargets&TargetGroupArn=arn:x&Targets.member.1.Id=i-0aaaaaaaaaaaaaaa1",
        "400 TargetGroupNotFound: One or more target groups not found"
    )]
    [TestCase(
        $"RegisterTargets&TargetGroupArn={Arn}&Targets.member.1.Id=i-0123456789abcdef0",
        "400 InvalidTarget: The following targets do not exist: 'i-0123456789abcdef0'"
    )]
    [TestCase(
        "DescribeTargetGroups&Names.member.1=no",
        "400 TargetGroupNotFound: One or more target groups not found"
    )]
    public async Task Error_NothingIsChanged(string form, string error)
    {
        var before = _rig.State;
        Assert.That(await _rig.FailAsync(AwsService.ElbV2, "Action=" + form), Is.EqualTo(error));
        Assert.That(_rig.State, Is.EqualTo(before));
    }

    [Test]
    public async Task Register_StoppedInstance_IsRefused()
    {
        await _rig.DoAsync(AwsService.Ec2, $"Action=StopInstances&InstanceId.1={Db}");
        Assert.That(
            await _rig.FailAsync(
                AwsService.ElbV2,
                $"Action=RegisterTargets&TargetGroupArn={Arn}&Targets.member.1.Id={Db}"
            ),
            Is.EqualTo(
                "400 InvalidTarget: The following targets are not in a running state and cannot be registered: "
                    + $"'{Db}'"
            )
        );
    }

    [Test]
    public async Task Classic_DeregisterAndRegister_SaysWhatRemains()
    {
        var left = await Classic("DeregisterInstancesFromLoadBalancer");
        Assert.That(left.Descendants("InstanceId").Select(i => i.Value), Is.EqualTo(new[] { Two }));
        await _rig.PassAsync(300);
        Assert.That(
            await _rig.FailAsync(
                AwsService.Elb,
                $"Action=DescribeInstanceHealth&LoadBalancerName=classic&Instances.member.1.InstanceId={One}"
            ),
            Is.EqualTo($"400 InvalidInstance: Could not find EC2 instance {One}.")
        );
        await Classic("RegisterInstancesWithLoadBalancer");
        Assert.That(
            await State(),
            Is.EqualTo("OutOfService ELB Instance registration is still in progress.")
        );
        await _rig.PassAsync(30);
        Assert.That(await State(), Is.EqualTo("InService N/A N/A"));
        Assert.That(
            await _rig.FailAsync(AwsService.Elb, "Action=DescribeInstanceHealth&LoadBalancerName=no"),
            Is.EqualTo("400 LoadBalancerNotFound: There is no ACTIVE Load Balancer named 'no'")
        );
    }

    [Test]
    public async Task DescribeLoadBalancers_IsChosenByTheVersion()
    {
        var classic = await _rig.DoAsync(AwsService.Elb, "Action=DescribeLoadBalancers");
        var second = await _rig.DoAsync(AwsService.ElbV2, "Action=DescribeLoadBalancers");
        Assert.That(classic.Descendants("LoadBalancerName").Single().Value, Is.EqualTo("classic"));
        Assert.That(second.Descendants("LoadBalancerName").Single().Value, Is.EqualTo("web"));
    }

    private Task Target(string action, string id) =>
        _rig.DoAsync(AwsService.ElbV2, $"Action={action}&TargetGroupArn={Arn}&Targets.member.1.Id={id}");

    private async Task<string> Health(string id)
    {
        var answer = await _rig.DoAsync(
            AwsService.ElbV2,
            $"Action=DescribeTargetHealth&TargetGroupArn={Arn}&Targets.member.1.Id={id}"
        );
        return string.Join(' ', answer.Descendants("TargetHealth").Single().Elements().Select(e => e.Value));
    }

    private Task<System.Xml.Linq.XElement> Classic(string action) =>
        _rig.DoAsync(
            AwsService.Elb,
            $"Action={action}&LoadBalancerName=classic&Instances.member.1.InstanceId={One}"
        );

    private async Task<string> State() =>
        string.Join(
            ' ',
            (await Classic("DescribeInstanceHealth"))
                .Descendants("member")
                .Single()
                .Elements()
                .Skip(1)
                .Select(e => e.Value)
        );
}
