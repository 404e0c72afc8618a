using static RunbookDsl.Testing.Apis.Tests.Aws.AwsWorlds;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>Groups: their processes, and what they do to members.</summary>
[CancelAfter(30_000)]
internal sealed class GroupTests
{
    private const string Accident =
        "accident in 'the step': aws: the group 'web-asg' terminated its member i-0aaaaaaaaaaaaaaa1 (web-1), "
        + "which had only been stopped; it was taken out of service as unhealthy. Suspend Terminate, "
        + "HealthCheck and ReplaceUnhealthy, or move it to standby, before it is stopped, and resume when it "
        + "runs again";

    private AwsRig _rig = null!;

    [SetUp]
    public async Task SetUp() => _rig = await AwsRig.StartAsync(Shop);

    [TearDown]
    public async Task TearDown() => await _rig.DisposeAsync();

    [Test]
    public async Task Suspend_TwiceAndWithoutAList_AddsAndKeepsTheReasons()
    {
        await Do("SuspendProcesses", "&ScalingProcesses.member.1=Terminate&ScalingProcesses.member.2=Launch");
        Assert.That(
            _rig.State["group web-asg"],
            Is.EqualTo("min 1 desired 2 max 4, suspended Launch Terminate")
        );
        await _rig.PassAsync(60);
        await Do("SuspendProcesses", "&ScalingProcesses.member.1=Launch");
        await Do("SuspendProcesses");
        Assert.That(_rig.State["group web-asg"], Is.EqualTo("min 1 desired 2 max 4, all suspended"));
        var group = await Describe();
        Assert.That(
            group
                .Element("SuspendedProcesses")!
                .Elements()
                .Select(e => string.Join(' ', e.Elements().Select(v => v.Value))),
            Is.EqualTo(
                new[]
                {
                    "AZRebalance User suspended at 2026-12-05T06:01:00Z",
                    "AddToLoadBalancer User suspended at 2026-12-05T06:01:00Z",
                    "AlarmNotification User suspended at 2026-12-05T06:01:00Z",
                    "HealthCheck User suspended at 2026-12-05T06:01:00Z",
                    "InstanceRefresh User suspended at 2026-12-05T06:01:00Z",
                    "Launch User suspended at 2026-12-05T06:00:00Z",
                    "ReplaceUnhealthy User suspended at 2026-12-05T06:01:00Z",
                    "ScheduledActions User suspended at 2026-12-05T06:01:00Z",
                    "Terminate User suspended at 2026-12-05T06:00:00Z",
                }
            )
        );
        await Do("ResumeProcesses", "&ScalingProcesses.member.1=Launch");
        await Do("ResumeProcesses");
        await Do("ResumeProcesses");
        Assert.That(_rig.State["group web-asg"], Is.EqualTo("min 1 desired 2 max 4, nothing suspended"));
        Assert.That(
            _rig.Stage.Log.Events.Where(e => e.Call.IsChange).Select(e => e.IsApplied),
            Is.EqualTo(new[] { true, false, true, true, true, false })
        );
    }

    [Test]
    public async Task Suspend_Answer_HasNoResult()
    {
        var answer = await Do("SuspendProcesses");
        Assert.That(answer.Name.LocalName, Is.EqualTo("SuspendProcessesResponse"));
        Assert.That(
            answer.Elements().Select(e => e.Name.LocalName),
            Is.EqualTo(new[] { "ResponseMetadata" })
        );
    }

    [TestCase(
        "SuspendProcesses&AutoScalingGroupName=none",
        "400 ValidationError: AutoScalingGroup name not found - none"
    )]
    [TestCase(
        "SuspendProcesses",
        "400 ValidationError: 1 validation error detected: Value null at 'autoScalingGroupName' failed to satisfy "
            + "constraint: Member must not be null"
    )]
    [TestCase(
        "SuspendProcesses&AutoScalingGroupName=web-asg&ScalingProcesses.member.1=Launches",
        "400 ValidationError: Invalid scaling process type: Launches. Valid types are: Launch, Terminate, "
            + "AddToLoadBalancer, AlarmNotification, AZRebalance, HealthCheck, InstanceRefresh, ReplaceUnhealthy, "
            + "ScheduledActions"
    )]
    [TestCase(
        "SetDesiredCapacity&AutoScalingGroupName=web-asg&DesiredCapacity=5",
        "400 ValidationError: New SetDesiredCapacity value 5 is above max value 4 for the AutoScalingGroup."
    )]
    [TestCase(
        "UpdateAutoScalingGroup&AutoScalingGroupName=web-asg&MinSize=5",
        "400 ValidationError: Max bound, 4, must be greater than or equal to min bound, 5"
    )]
    [TestCase(
        "DescribeAutoScalingGroups&NextToken=x",
        "400 InvalidNextToken: The NextToken value is not valid."
    )]
    public async Task Error_NothingIsChanged(string form, string error)
    {
        var before = _rig.State;
        Assert.That(await _rig.FailAsync(AwsService.AutoScaling, "Action=" + form), Is.EqualTo(error));
        Assert.That(_rig.State, Is.EqualTo(before));
        Assert.That(_rig.Stage.Log.Events.Any(e => e.IsApplied), Is.False);
    }

    [Test]
    public async Task StoppedMember_NothingSuspended_IsTerminatedAndReplaced()
    {
        await Stop();
        await _rig.PassAsync(300);
        Assert.That(_rig.Found, Is.EqualTo(new[] { Accident }));
        Assert.That(_rig.State[$"instance {One}"], Is.EqualTo("terminated t3.medium Name=web-1"));
        Assert.That(
            _rig.State["group web-asg members"],
            Is.EqualTo($"{Two} InService, {{instance:web-asg/1}} InService")
        );
        Assert.That(
            _rig.State["target group web"],
            Is.EqualTo($"{Two} healthy, {{instance:web-asg/1}} healthy")
        );
    }

    [TestCase("HealthCheck")]
    [TestCase("ReplaceUnhealthy")]
    [TestCase("Terminate")]
    public async Task StoppedMember_OneOfThreeSuspended_Stays(string process)
    {
        await Do("SuspendProcesses", $"&ScalingProcesses.member.1={process}");
        await Stop();
        await _rig.PassAsync(3600);
        Assert.That(_rig.Found, Is.Empty);
        var health = process == "HealthCheck" ? "" : " Unhealthy";
        Assert.That(
            _rig.State["group web-asg members"],
            Is.EqualTo($"{One} InService{health}, {Two} InService")
        );
    }

    [Test]
    public async Task Resume_BeforeItRunsAgain_IsTheAccident()
    {
        await Do("SuspendProcesses");
        await Stop();
        await _rig.PassAsync(600);
        await Do("ResumeProcesses");
        await _rig.PassAsync(60);
        Assert.That(_rig.Found, Is.EqualTo(new[] { Accident }));
    }

    [Test]
    public async Task Resume_OnceItRunsAgain_HurtsNobody()
    {
        await Do("SuspendProcesses");
        await Stop();
        await _rig.PassAsync(60);
        await _rig.DoAsync(AwsService.Ec2, $"Action=StartInstances&InstanceId.1={One}");
        await _rig.PassAsync(60);
        await Do("ResumeProcesses");
        await _rig.PassAsync(600);
        Assert.That(_rig.Found, Is.Empty);
        Assert.That(_rig.State["group web-asg members"], Is.EqualTo($"{One} InService, {Two} InService"));
    }

    [Test]
    public async Task Resume_MarkedUnhealthyWhileItWasStopped_IsTerminatedThoughItRuns()
    {
        await Do("SuspendProcesses", "&ScalingProcesses.member.1=Terminate");
        await Stop();
        await _rig.PassAsync(60);
        await _rig.DoAsync(AwsService.Ec2, $"Action=StartInstances&InstanceId.1={One}");
        await _rig.PassAsync(60);
        await Do("ResumeProcesses");
        await _rig.PassAsync(300);
        Assert.That(_rig.State[$"instance {One}"], Is.EqualTo("terminated t3.medium Name=web-1"));
    }

    [Test]
    public async Task Standby_ThenStopped_Stays()
    {
        await Do("EnterStandby", $"&InstanceIds.member.1={One}&ShouldDecrementDesiredCapacity=true");
        Assert.That(
            _rig.State["group web-asg members"],
            Is.EqualTo($"{One} EnteringStandby, {Two} InService")
        );
        Assert.That(_rig.State["target group web"], Is.EqualTo($"{One} draining, {Two} healthy"));
        await _rig.PassAsync(20);
        await Stop();
        await _rig.PassAsync(600);
        Assert.That(_rig.Found, Is.Empty);
        Assert.That(_rig.State["group web-asg"], Is.EqualTo("min 1 desired 1 max 4, nothing suspended"));
        Assert.That(_rig.State["group web-asg members"], Is.EqualTo($"{One} Standby, {Two} InService"));
        await _rig.DoAsync(AwsService.Ec2, $"Action=StartInstances&InstanceId.1={One}");
        await _rig.PassAsync(60);
        await Do("ExitStandby", $"&InstanceIds.member.1={One}");
        await _rig.PassAsync(600);
        Assert.That(_rig.State["group web-asg members"], Is.EqualTo($"{One} InService, {Two} InService"));
        Assert.That(_rig.State["target group web"], Is.EqualTo($"{One} healthy, {Two} healthy"));
    }

    [Test]
    public async Task Standby_WithoutDecrement_LaunchesAnother()
    {
        await Do("EnterStandby", $"&InstanceIds.member.1={One}&ShouldDecrementDesiredCapacity=false");
        await _rig.PassAsync(120);
        Assert.That(
            _rig.State["group web-asg members"],
            Is.EqualTo($"{One} Standby, {Two} InService, {{instance:web-asg/1}} InService")
        );
    }

    [Test]
    public async Task Detached_ThenStopped_IsNobodysBusiness()
    {
        await Do("DetachInstances", $"&InstanceIds.member.1={One}&ShouldDecrementDesiredCapacity=true");
        await Stop();
        await _rig.PassAsync(600);
        Assert.That(_rig.Found, Is.Empty);
        Assert.That(_rig.State["group web-asg members"], Is.EqualTo($"{Two} InService"));
        Assert.That(
            await _rig.FailAsync(
                AwsService.AutoScaling,
                $"Action=AttachInstances&AutoScalingGroupName=web-asg&InstanceIds.member.1={One}"
            ),
            Is.EqualTo(
                $"400 ValidationError: Instance {One} is not in correct state. Instance(s) must be in 'running' "
                    + "state and in no AutoScalingGroup."
            )
        );
    }

    [Test]
    public async Task Launched_WhileAddToLoadBalancerIsSuspended_StaysOutsideAfterIt()
    {
        await Do("SuspendProcesses", "&ScalingProcesses.member.1=AddToLoadBalancer");
        await Do("SetDesiredCapacity", "&DesiredCapacity=3");
        await _rig.PassAsync(120);
        await Do("ResumeProcesses");
        await _rig.PassAsync(120);
        Assert.That(
            _rig.State["group web-asg members"],
            Is.EqualTo($"{One} InService, {Two} InService, {{instance:web-asg/1}} InService")
        );
        Assert.That(_rig.State["target group web"], Is.EqualTo($"{One} healthy, {Two} healthy"));
    }

    [Test]
    public async Task Sizes_ToZero_EmptiesTheGroup()
    {
        await Do("UpdateAutoScalingGroup", "&MinSize=0&MaxSize=0&DesiredCapacity=0");
        await _rig.PassAsync(120);
        Assert.That(_rig.State["group web-asg members"], Is.EqualTo("no members"));
        Assert.That(_rig.Found, Is.Empty, "nobody had stopped them, and nothing is on them");
        var activities = await Do("DescribeScalingActivities", "&MaxRecords=1");
        Assert.That(activities.Descendants("Activities").Single().Elements().Count(), Is.EqualTo(1));
        Assert.That(activities.Descendants("NextToken").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Describe_MoreThanAPage_GoesOnWithTheWord()
    {
        await using var rig = await AwsRig.StartAsync(aws =>
        {
            foreach (var name in (string[])["a", "b", "c"])
                aws.Group(name);
        });
        var names = new List<string>();
        var next = "";
        for (var page = 0; page < 2; page++)
        {
            var answer = await rig.DoAsync(
                AwsService.AutoScaling,
                $"Action=DescribeAutoScalingGroups&MaxRecords=2{next}"
            );
            names.Add(string.Join(' ', answer.Descendants("AutoScalingGroupName").Select(n => n.Value)));
            next =
                "&NextToken="
                + Uri.EscapeDataString(answer.Descendants("NextToken").SingleOrDefault()?.Value ?? "");
        }
        Assert.That(names, Is.EqualTo(new[] { "a b", "c" }));
        Assert.That(next, Is.EqualTo("&NextToken="));
    }

    private Task<System.Xml.Linq.XElement> Do(string action, string more = "") =>
        _rig.DoAsync(AwsService.AutoScaling, $"Action={action}&AutoScalingGroupName=web-asg{more}");

    private async Task<System.Xml.Linq.XElement> Describe() =>
        (await _rig.DoAsync(AwsService.AutoScaling, "Action=DescribeAutoScalingGroups"))
            .Descendants("AutoScalingGroups")
            .Single()
            .Element("member")!;

    private Task Stop() => _rig.DoAsync(AwsService.Ec2, $"Action=StopInstances&InstanceId.1={One}");
}
