using System.Text;
using static RunbookDsl.Testing.Apis.Tests.Aws.AwsWorlds;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>Faults on the way to and from the services, and how alike two rehearsals are.</summary>
internal sealed class AwsFaultTests
{
    [TestCase(FaultKind.Error, null, "500 InternalError", "500 InternalFailure")]
    [TestCase(
        FaultKind.Error,
        "InsufficientInstanceCapacity",
        "400 InsufficientInstanceCapacity",
        "400 InsufficientInstanceCapacity"
    )]
    [TestCase(FaultKind.Error, "503", "503 ServiceUnavailable", "503 ServiceUnavailable")]
    [TestCase(FaultKind.RateLimited, null, "503 RequestLimitExceeded", "400 Throttling")]
    public async Task Fault_BeforeTheEffect_IsTheErrorOfTheService(
        FaultKind kind,
        string? code,
        string ec2,
        string autoScaling
    )
    {
        var fault = new Fault(new(kind) { Code = code }, FaultMoment.BeforeEffect) { Times = 2 };
        await using var rig = await AwsRig.StartAsync(Shop, fault);
        var stop = await rig.FailAsync(AwsService.Ec2, $"Action=StopInstances&InstanceId.1={Db}");
        var suspend = await rig.FailAsync(
            AwsService.AutoScaling,
            "Action=SuspendProcesses&AutoScalingGroupName=web-asg"
        );
        Assert.That(stop, Does.StartWith(ec2 + ":"));
        Assert.That(suspend, Does.StartWith(autoScaling + ":"));
        Assert.That(rig.Stage.Log.Events.Any(e => e.IsApplied), Is.False);
    }

    [TestCase(FaultMoment.BeforeEffect, "min 1 desired 2 max 4, nothing suspended")]
    [TestCase(FaultMoment.AfterEffect, "min 1 desired 2 max 4, all suspended")]
    public async Task Drop_BeforeOrAfter_IsTheSameToTheCaller(FaultMoment moment, string state)
    {
        await using var rig = await AwsRig.StartAsync(Shop, new Fault(new(FaultKind.Drop), moment));
        var answer = await rig.SendAsync(
            rig.Form(AwsService.AutoScaling, "Action=SuspendProcesses&AutoScalingGroupName=web-asg")
        );
        Assert.That(answer, Is.Null);
        Assert.That(rig.State["group web-asg"], Is.EqualTo(state));
    }

    [Test]
    public async Task Fault_AtABucket_IsTheErrorOfS3()
    {
        await using var rig = await AwsRig.StartAsync(
            Shop,
            new Fault(new(FaultKind.RateLimited), FaultMoment.BeforeEffect)
        );
        var answer = (await rig.SendAsync(rig.Bucket("GET", "/other?cors")))!;
        Assert.That(
            (answer.Status, AwsRig.Plain(answer).Element("Code")!.Value),
            Is.EqualTo((503, "SlowDown"))
        );
    }

    [Test]
    public async Task Duplicate_EnterStandby_HappensOnceAndIsThenRefused()
    {
        await using var rig = await AwsRig.StartAsync(
            Shop,
            new Fault(new(FaultKind.Duplicate), FaultMoment.BeforeEffect)
        );
        Assert.That(
            await rig.FailAsync(
                AwsService.AutoScaling,
                $"Action=EnterStandby&AutoScalingGroupName=web-asg&InstanceIds.member.1={One}"
                    + "&ShouldDecrementDesiredCapacity=true"
            ),
            Is.EqualTo(
                $"400 ValidationError: The instance {One} of web-asg is not in InService, but in EnteringStandby."
            )
        );
        Assert.That(rig.State["group web-asg"], Is.EqualTo("min 1 desired 1 max 4, nothing suspended"));
    }

    [Test]
    public async Task TenRehearsals_AreAlikeToTheByte()
    {
        var all = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            await using var rig = await AwsRig.StartAsync(Shop);
            var text = new StringBuilder();
            foreach (
                var form in (string[])
                    [
                        "Action=SetDesiredCapacity&AutoScalingGroupName=web-asg&DesiredCapacity=4",
                        "Action=DescribeAutoScalingGroups",
                    ]
            )
            {
                text.Append(await rig.DoAsync(AwsService.AutoScaling, form));
                await rig.PassAsync(300);
            }
            text.Append(await rig.DoAsync(AwsService.Ec2, "Action=DescribeInstances"));
            text.AppendJoin('\n', rig.State).AppendJoin('\n', rig.Calls);
            all.Add(text.ToString());
        }
        Assert.That(all, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task TwoScenes_AtTheSameTime_DoNotSeeEachOther()
    {
        await using var one = await AwsRig.StartAsync(Shop);
        await using var two = await AwsRig.StartAsync(Shop);
        await one.DoAsync(AwsService.AutoScaling, "Action=SuspendProcesses&AutoScalingGroupName=web-asg");
        Assert.That(two.State["group web-asg"], Does.EndWith("nothing suspended"));
    }
}
