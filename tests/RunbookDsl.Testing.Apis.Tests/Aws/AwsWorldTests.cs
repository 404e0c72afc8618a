using static RunbookDsl.Testing.Apis.Tests.Aws.AwsWorlds;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>What is wrong with an account of a world file, and how programs get to it.</summary>
internal sealed class AwsWorldTests
{
    [Test]
    public void Check_EveryMistake_IsReportedAtOnce()
    {
        var error = Assert.Throws<AuthoringException>(() =>
            AwsRig.Read(aws =>
            {
                aws.OnPoll(0);
                aws.Instance("web-1");
                aws.Instance(One);
                aws.Instance(One);
                aws.Group("a").Size(2, 1, 0).Members(Two).TargetGroups("wep").Suspended("Lunch");
                aws.TargetGroup("web").Targets(Two);
                aws.Bucket("assets").Cors("*", "GETS");
            })
        );
        Assert.That(
            error!.Errors.Select(e => e.Message),
            Is.EqualTo(
                new[]
                {
                    "a look is counted from 1: write .OnPoll(1) or more.",
                    $"'aws' has two of instance '{One}': keep the first in a variable and go on with that.",
                    "'web-1' is no id of an instance: write i- and 17 digits of 0-9 and a-f.",
                    $"group 'a': there is no instance '{Two}' (did you mean '{One}'?).",
                    "group 'a': there is no target group 'wep' (did you mean 'web'?).",
                    "group 'a': there is no process 'Lunch' (did you mean 'Launch'?).",
                    "group 'a' wants 1 instances, at least 2 and at most 0: write .Size(min, desired, max) in "
                        + "this order.",
                    $"target group 'web': there is no instance '{Two}' (did you mean '{One}'?).",
                    "bucket 'assets': there is no method 'GETS' (did you mean 'GET'?).",
                }
            )
        );
    }

    [Test]
    public void Check_NoKeys_SaysHow()
    {
        var session = new WorldSession("/worlds/shop.world.csx");
        using (session.Enter())
            ApiVerbs.Aws("cloud");
        Assert.That(
            Assert.Throws<AuthoringException>(() => session.Build())!.Errors.Single().Message,
            Is.EqualTo(
                "'cloud' has no keys: add .Keys(Secret(\"AWS_ACCESS_KEY_ID\"), Secret(\"AWS_SECRET_ACCESS_KEY\"))."
            )
        );
    }

    [Test]
    public async Task Surround_GivesKeysAsSecretsAndTheWayInVariables()
    {
        await using var rig = await AwsRig.StartAsync(aws =>
            aws.Keys(Secret("KEY_ID"), Secret("KEY_SECRET"), Secret("TOKEN")).Region("eu-central-1")
        );
        var (secrets, variables) = (rig.Surroundings.Secrets, rig.Surroundings.Variables);
        Assert.That(secrets.Keys, Is.EqualTo(new[] { "KEY_ID", "KEY_SECRET", "TOKEN" }));
        Assert.That(secrets["KEY_ID"], Does.Match("^ASIA[A-Z2-7]{16}$"));
        Assert.That(secrets["KEY_SECRET"], Has.Length.EqualTo(40));
        Assert.That(
            rig.Stage.Tokens.Replace(variables["AWS_ENDPOINT_URL_EC2"]),
            Is.EqualTo("http://127.0.0.1:{port:aws}")
        );
        Assert.That(variables["AWS_DEFAULT_REGION"], Is.EqualTo("eu-central-1"));
        Assert.That(variables["AWS_EC2_METADATA_DISABLED"], Is.EqualTo("true"));
        Assert.That(variables["AWS_PAGER"], Is.Empty);
        Assert.That(
            variables.Values.Any(v => secrets.Values.Any(s => v.Contains(s, StringComparison.Ordinal))),
            Is.False
        );
    }
}
