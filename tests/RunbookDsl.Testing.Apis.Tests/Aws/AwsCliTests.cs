using System.Text.Json.Nodes;
using static RunbookDsl.Testing.Apis.Tests.Aws.AwsWorlds;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>The real program of AWS against the fake, where there is one.</summary>
[CancelAfter(120_000)]
internal sealed class AwsCliTests
{
    private AwsRig _rig = null!;

    [SetUp]
    public async Task SetUp()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(':').Any(p => p.Length > 0 && File.Exists(Path.Combine(p, "aws"))))
            Assert.Ignore("Needs the program aws.");
        _rig = await AwsRig.StartAsync(Shop);
    }

    [TearDown]
    public async Task TearDown()
    {
        if (_rig is not null)
            await _rig.DisposeAsync();
    }

    [Test]
    public async Task Processes_SuspendedAndResumed_AreDescribed(CancellationToken cancellation)
    {
        string[] group = ["--auto-scaling-group-name", "web-asg"];
        await Do(
            cancellation,
            ["autoscaling", "suspend-processes", .. group, "--scaling-processes", "Launch", "Terminate"]
        );
        var described = await Do(cancellation, "autoscaling", "describe-auto-scaling-groups");
        Assert.That(
            described!["AutoScalingGroups"]![0]!["SuspendedProcesses"]!.ToJsonString(),
            Is.EqualTo(
                """[{"ProcessName":"Launch","SuspensionReason":"User suspended at 2026-12-05T06:00:00Z"},"""
                    + """{"ProcessName":"Terminate","SuspensionReason":"User suspended at 2026-12-05T06:00:00Z"}]"""
            )
        );
        await Do(cancellation, ["autoscaling", "resume-processes", .. group]);
        Assert.That(_rig.State["group web-asg"], Is.EqualTo("min 1 desired 2 max 4, nothing suspended"));
        Assert.That(_rig.Found, Is.Empty);
    }

    [Test]
    public async Task Waiter_StoppedAndStarted_SeesTheEndAtItsFirstLook(CancellationToken cancellation)
    {
        string[] db = ["--instance-ids", Db];
        var stopping = await Do(cancellation, ["ec2", "stop-instances", .. db]);
        Assert.That(
            stopping!.ToJsonString(),
            Is.EqualTo(
                "{\"StoppingInstances\":[{\"InstanceId\":\""
                    + Db
                    + """
                    ","CurrentState":{"Code":64,"Name":"stopping"},"PreviousState":{"Code":16,"Name":"running"}}]}
                    """
            )
        );
        var seen = await Do(cancellation, ["ec2", "describe-instances", .. db]);
        Assert.That(
            (string?)seen!["Reservations"]![0]!["Instances"]![0]!["State"]!["Name"],
            Is.EqualTo("stopping"),
            "who is no waiter goes by the clock"
        );
        await Do(cancellation, ["ec2", "wait", "instance-stopped", .. db]);
        await Do(
            cancellation,
            "ec2",
            "modify-instance-attribute",
            "--instance-id",
            Db,
            "--instance-type",
            "t3.large"
        );
        await Do(cancellation, ["ec2", "start-instances", .. db]);
        await Do(cancellation, ["ec2", "wait", "instance-running", .. db]);
        await Do(cancellation, ["ec2", "wait", "instance-status-ok", .. db]);
        Assert.That(
            _rig.State[$"instance {Db}"],
            Is.EqualTo("running t3.large elastic 203.0.113.10 protected Name=db")
        );
        Assert.That(_rig.Stage.Clock.Elapsed, Is.EqualTo(TimeSpan.Zero));
        Assert.That(_rig.Found, Is.Empty);
        Assert.That(
            _rig.Calls.First(),
            Is.EqualTo($"the step ec2.StopInstances: ec2 StopInstances InstanceId={Db} -> 200")
        );
    }

    [Test]
    public async Task Waiter_MemberOfAGroup_FindsItTerminated(CancellationToken cancellation)
    {
        await Do(cancellation, "ec2", "stop-instances", "--instance-ids", One);
        var (exit, _, errors) = await _rig.RunAsync(
            cancellation,
            "ec2",
            "wait",
            "instance-stopped",
            "--instance-ids",
            One
        );
        Assert.That(exit, Is.EqualTo(255));
        Assert.That(
            errors,
            Does.Contain("Waiter InstanceStopped failed: Waiter encountered a terminal failure state")
        );
        Assert.That(_rig.Found.Single(), Does.StartWith("accident in 'the step': aws: the group 'web-asg'"));
    }

    [Test]
    public async Task Targets_DrainedAndBack_AreWaitedFor(CancellationToken cancellation)
    {
        string[] target = ["--target-group-arn", Arn, "--targets", $"Id={One}"];
        await Do(cancellation, ["elbv2", "deregister-targets", .. target]);
        await Do(cancellation, ["elbv2", "wait", "target-deregistered", .. target]);
        Assert.That(_rig.State["target group web"], Is.EqualTo($"{Two} healthy"));
        await Do(cancellation, ["elbv2", "register-targets", .. target]);
        await Do(cancellation, ["elbv2", "wait", "target-in-service", .. target]);
        Assert.That(_rig.State["target group web"], Is.EqualTo($"{One} healthy, {Two} healthy"));
        string[] classic = ["--load-balancer-name", "classic", "--instances", One];
        await Do(cancellation, ["elb", "deregister-instances-from-load-balancer", .. classic]);
        await Do(cancellation, ["elb", "wait", "instance-deregistered", .. classic]);
        await Do(cancellation, ["elb", "register-instances-with-load-balancer", .. classic]);
        await Do(cancellation, ["elb", "wait", "instance-in-service", .. classic]);
        Assert.That(_rig.State["balancer classic"], Is.EqualTo($"{One} healthy, {Two} healthy"));
        Assert.That(_rig.Found, Is.Empty);
    }

    [Test]
    public async Task Cors_PutGetDelete_WorksWithTheChecksumOfTheProgram(CancellationToken cancellation)
    {
        const string Rules = """
            {"CORSRules":[{"AllowedOrigins":["https://a.example"],"AllowedMethods":["GET","HEAD"],"AllowedHeaders":["*"],"MaxAgeSeconds":3000}]}
            """;
        string[] bucket = ["--bucket", "assets"];
        await Do(cancellation, ["s3api", "put-bucket-cors", .. bucket, "--cors-configuration", Rules]);
        var got = await Do(cancellation, ["s3api", "get-bucket-cors", .. bucket]);
        Assert.That(JsonNode.DeepEquals(got, JsonNode.Parse(Rules)), got!.ToJsonString());
        await Do(cancellation, ["s3api", "delete-bucket-cors", .. bucket]);
        var (exit, _, errors) = await _rig.RunAsync(cancellation, ["s3api", "get-bucket-cors", .. bucket]);
        Assert.That(
            (exit, errors),
            Is.EqualTo(
                (
                    255,
                    "An error occurred (NoSuchCORSConfiguration) when calling the GetBucketCors operation: "
                        + "The CORS configuration does not exist"
                )
            )
        );
        Assert.That(_rig.Found, Is.Empty);
    }

    [Test]
    public async Task Retries_AnswerIsLost_ComesAgain(CancellationToken cancellation)
    {
        await using var rig = await AwsRig.StartAsync(
            Shop,
            new Fault(new(FaultKind.Drop), FaultMoment.AfterEffect) { Operation = "ec2.StopInstances" },
            new Fault(new(FaultKind.RateLimited), FaultMoment.BeforeEffect)
            {
                Operation = "ec2.StartInstances",
            }
        );
        var stop = await rig.RunAsync(cancellation, "ec2", "stop-instances", "--instance-ids", Db);
        Assert.That((stop.Exit, stop.Errors), Is.EqualTo((0, "")));
        await rig.RunAsync(cancellation, "ec2", "wait", "instance-stopped", "--instance-ids", Db);
        var start = await rig.RunAsync(cancellation, "ec2", "start-instances", "--instance-ids", Db);
        Assert.That((start.Exit, start.Errors), Is.EqualTo((0, "")));
        Assert.That(
            rig.Stage.Log.Events.Select(e => $"{e.Call.Operation} {e.IsApplied} {e.Answer}"),
            Is.EqualTo(
                new[]
                {
                    "ec2.StopInstances True ",
                    "ec2.StopInstances False 200",
                    "ec2.DescribeInstances False 200",
                    "ec2.StartInstances False 503",
                    "ec2.StartInstances True 200",
                }
            )
        );
    }

    private async Task<JsonNode?> Do(CancellationToken cancellation, params string[] arguments)
    {
        var (exit, output, errors) = await _rig.RunAsync(cancellation, arguments);
        Assert.That((exit, errors), Is.EqualTo((0, "")), output);
        return output.Length > 0 ? JsonNode.Parse(output) : null;
    }
}
