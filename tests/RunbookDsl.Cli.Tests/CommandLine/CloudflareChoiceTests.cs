using RunbookDsl.Dns;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli.Tests.CommandLine;

internal sealed class CloudflareChoiceTests
{
    // The same tests are built with and without the package.
    private static bool IsBuilt =>
        Type.GetType("RunbookDsl.Dns.CloudFlareClient.CloudFlareClientZones, RunbookDsl.Dns.CloudFlareClient")
            is not null;

    private static ProcessSettings Settings => ProcessSettings.Read();

    [TestCase("exec", "a.csx")]
    [TestCase("resume", "1")]
    [TestCase("resolve", "1", "step")]
    [TestCase("undo", "1")]
    [TestCase("rerun", "1")]
    public void Cloudflare_IsTakenByEveryCommandThatWorksOnZones(params string[] words)
    {
        var invocation = Parse([.. words, "--cloudflare", "builtin"]);
        Assert.That(ZonesPort.Chosen(invocation, Settings), Is.EqualTo("builtin"));
    }

    [Test]
    public void Client_IsTakenOnlyWhereItWasBuilt()
    {
        var invocation = Parse(["exec", "a.csx", "--cloudflare", "client"]);
        if (IsBuilt)
            Assert.That(ZonesPort.Chosen(invocation, Settings), Is.EqualTo("client"));
        else
            Assert.That(
                () => ZonesPort.Chosen(invocation, Settings),
                Throws
                    .TypeOf<UsageException>()
                    .With.Message.EqualTo(
                        "this runbook was built without CloudFlare.Client. Build it with "
                            + "-p:NamedPackages=true from a registry that has the package, or take "
                            + "--cloudflare builtin."
                    )
            );
    }

    [Test]
    public void Cloudflare_ThatMeansNothing_IsAUsageError()
    {
        Assert.That(
            () => ZonesPort.Chosen(Parse(["exec", "a.csx", "--cloudflare", "curl"]), Settings),
            Throws
                .TypeOf<UsageException>()
                .With.Message.EqualTo("'curl' is no Cloudflare client: builtin or client.")
        );
        Assert.That(
            () =>
                ZonesPort.Chosen(Parse(["exec", "a.csx", "--sandbox", "--cloudflare", "builtin"]), Settings),
            Throws
                .TypeOf<UsageException>()
                .With.Message.EqualTo("--cloudflare says how real zones are reached; --sandbox reaches none.")
        );
    }

    [Test]
    public void Cloudflare_NotChosen_IsNobodysChoice()
    {
        Assert.That(ZonesPort.Chosen(Parse(["exec", "a.csx"]), Settings), Is.Null);
        Assert.That(ZonesPort.Chosen(Parse(["show", "1"]), Settings), Is.Null);
    }

    [Test]
    public void WhatIsChosen_IsThePortOfARun()
    {
        var session = new Session(Settings, new TextSink(1), new TextSink(2));
        Assert.That(PortRegistry.Empty.WithZones(session).Find<ICloudflareZones>(), Is.Null);
        if (IsBuilt)
            session.Cloudflare = "client";
        Assert.That(
            PortRegistry.Empty.WithZones(session).Find<ICloudflareZones>()?.GetType().Name,
            Is.EqualTo(IsBuilt ? "CloudFlareClientZones" : null)
        );
    }

    private static Invocation Parse(string[] words) => CommandParser.Parse(CommandTable.Commands, words);
}
