namespace RunbookDsl.Cli.Tests.CommandLine;

internal sealed class SshChoiceTests
{
    // The same tests are built with and without the package.
    private static bool IsBuilt =>
        Type.GetType("RunbookDsl.Hosts.SshNet.SshNetHosts, RunbookDsl.Hosts.SshNet") is not null;

    [TestCase("exec", "a.csx")]
    [TestCase("resume", "1")]
    [TestCase("resolve", "1", "step")]
    [TestCase("undo", "1")]
    [TestCase("rerun", "1")]
    public void Ssh_IsTakenByEveryCommandThatWorksOnHosts(params string[] words)
    {
        var invocation = Parse([.. words, "--ssh", "openssh"]);
        Assert.That(HostsPort.Checked(invocation.Value("--ssh")!, invocation), Is.EqualTo("openssh"));
    }

    [Test]
    public void SshNet_IsTakenOnlyWhereItWasBuilt()
    {
        var invocation = Parse(["exec", "a.csx", "--ssh", "sshnet"]);
        if (IsBuilt)
            Assert.That(HostsPort.Checked("sshnet", invocation), Is.EqualTo("sshnet"));
        else
            Assert.That(
                () => HostsPort.Checked("sshnet", invocation),
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
            () => HostsPort.Checked("putty", Parse(["exec", "a.csx", "--ssh", "putty"])),
            Throws
                .TypeOf<UsageException>()
                .With.Message.EqualTo("'putty' is no SSH client: openssh or sshnet.")
        );
        Assert.That(
            () => HostsPort.Checked("openssh", Parse(["exec", "a.csx", "--sandbox", "--ssh", "openssh"])),
            Throws
                .TypeOf<UsageException>()
                .With.Message.EqualTo("--ssh says how real hosts are reached; --sandbox reaches none.")
        );
    }

    private static Invocation Parse(string[] words) => CommandParser.Parse(CommandTable.Commands, words);
}
