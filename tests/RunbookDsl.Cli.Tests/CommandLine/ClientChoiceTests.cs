using RunbookDsl.Dns;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli.Tests.CommandLine;

/// <summary>The choice between what is built in and a named package: one for hosts, one for zones.</summary>
internal sealed class ClientChoiceTests
{
    private const string Ssh = "--ssh";
    private const string Cloudflare = "--cloudflare";

    private static ProcessSettings Settings => ProcessSettings.Read();

    [Test]
    public void Usual_IsTakenByEveryCommandThatGoesOnWithARun(
        [Values(Ssh, Cloudflare)] string option,
        [Values("exec a.csx", "resume 1", "resolve 1 step", "undo 1", "rerun 1")] string words
    ) => Assert.That(Chosen(option, $"{words} {option} {Usual(option)}"), Is.EqualTo(Usual(option)));

    [TestCase(Ssh, "sshnet", "SSH.NET")]
    [TestCase(Cloudflare, "client", "CloudFlare.Client")]
    public void Named_IsTakenOnlyWhereItWasBuilt(string option, string named, string package)
    {
        var words = $"exec a.csx {option} {named}";
        if (IsBuilt(option))
            Assert.That(Chosen(option, words), Is.EqualTo(named));
        else
            Assert.That(
                () => Chosen(option, words),
                Throws
                    .TypeOf<UsageException>()
                    .With.Message.EqualTo(
                        $"this runbook was built without {package}. Build it with -p:NamedPackages=true from a "
                            + $"registry that has the package, or take {option} {Usual(option)}."
                    )
            );
    }

    [TestCase(Ssh, "'curl' is no SSH client: openssh or sshnet.")]
    [TestCase(Cloudflare, "'curl' is no Cloudflare client: builtin or client.")]
    public void Another_IsAUsageError(string option, string message) =>
        Assert.That(
            () => Chosen(option, $"exec a.csx {option} curl"),
            Throws.TypeOf<UsageException>().With.Message.EqualTo(message)
        );

    [TestCase(Ssh, "--ssh says how real hosts are reached; --sandbox reaches none.")]
    [TestCase(Cloudflare, "--cloudflare says how real zones are reached; --sandbox reaches none.")]
    public void Sandbox_ReachesNothingReal(string option, string message) =>
        Assert.That(
            () => Chosen(option, $"exec a.csx --sandbox {option} {Usual(option)}"),
            Throws.TypeOf<UsageException>().With.Message.EqualTo(message)
        );

    [Test]
    public void NotChosen_IsNobodysChoice(
        [Values(Ssh, Cloudflare)] string option,
        [Values("exec a.csx", "show 1")] string words
    ) => Assert.That(Chosen(option, words), Is.Null);

    [Test]
    public void WhatIsChosen_IsThePortOfARun()
    {
        var session = new Session(Settings, new TextSink(1), new TextSink(2));
        Assert.That(PortRegistry.Empty.WithZones(session).Find<ICloudflareZones>(), Is.Null);
        if (IsBuilt(Cloudflare))
            session.Cloudflare = "client";
        Assert.That(
            PortRegistry.Empty.WithZones(session).Find<ICloudflareZones>()?.GetType().Name,
            Is.EqualTo(IsBuilt(Cloudflare) ? "CloudFlareClientZones" : null)
        );
    }

    // The same tests are built with and without the packages.
    private static bool IsBuilt(string option) =>
        Type.GetType(
            option == Ssh
                ? "RunbookDsl.Hosts.SshNet.SshNetHosts, RunbookDsl.Hosts.SshNet"
                : "RunbookDsl.Dns.CloudFlareClient.CloudFlareClientZones, RunbookDsl.Dns.CloudFlareClient"
        )
            is not null;

    private static string Usual(string option) => option == Ssh ? "openssh" : "builtin";

    private static string? Chosen(string option, string words)
    {
        var invocation = CommandParser.Parse(CommandTable.Commands, words.Split(' '));
        return option == Ssh
            ? HostsPort.Chosen(invocation, Settings)
            : ZonesPort.Chosen(invocation, Settings);
    }
}
