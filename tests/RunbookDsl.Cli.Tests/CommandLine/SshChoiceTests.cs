namespace RunbookDsl.Cli.Tests.CommandLine;

internal sealed class SshChoiceTests
{
    // The same tests are built with and without the package.
    private static bool IsBuilt =>
        Type.GetType("RunbookDsl.Hosts.SshNet.SshNetHosts, RunbookDsl.Hosts.SshNet") is not null;

    private static ProcessSettings Settings => ProcessSettings.Read();

    [TestCase("exec", "a.csx")]
    [TestCase("resume", "1")]
    [TestCase("resolve", "1", "step")]
    [TestCase("undo", "1")]
    [TestCase("rerun", "1")]
    public void Ssh_IsTakenByEveryCommandThatWorksOnHosts(params string[] words)
    {
        var invocation = Parse([.. words, "--ssh", "openssh"]);
        Assert.That(HostsPort.Chosen(invocation, Settings), Is.EqualTo("openssh"));
    }

    [Test]
    public void SshNet_IsTakenOnlyWhereItWasBuilt()
    {
        var invocation = Parse(["exec", "a.csx", "--ssh", "sshnet"]);
        if (IsBuilt)
            Assert.That(HostsPort.Chosen(invocation, Settings), Is.EqualTo("sshnet"));
        else
            Assert.That(
                () => HostsPort.Chosen(invocation, Settings),
                Throws
                    .TypeOf<UsageException>()
                    .With.Message.EqualTo(
                        "this runbook was built without SSH.NET. Build it with -p:NamedPackages=true from a registry "
                            + "that has the package, or take --ssh openssh."
                    )
            );
    }

    [Test]
    public void Ssh_ThatMeansNothing_IsAUsageError()
    {
        Assert.That(
            () => HostsPort.Chosen(Parse(["exec", "a.csx", "--ssh", "putty"]), Settings),
            Throws
                .TypeOf<UsageException>()
                .With.Message.EqualTo("'putty' is no SSH client: openssh or sshnet.")
        );
        Assert.That(
            () => HostsPort.Chosen(Parse(["exec", "a.csx", "--sandbox", "--ssh", "openssh"]), Settings),
            Throws
                .TypeOf<UsageException>()
                .With.Message.EqualTo("--ssh says how real hosts are reached; --sandbox reaches none.")
        );
    }

    [Test]
    public void Ssh_NotChosen_IsNobodysChoice()
    {
        Assert.That(HostsPort.Chosen(Parse(["exec", "a.csx"]), Settings), Is.Null);
        Assert.That(HostsPort.Chosen(Parse(["show", "1"]), Settings), Is.Null);
    }

    private static Invocation Parse(string[] words) => CommandParser.Parse(CommandTable.Commands, words);
}
