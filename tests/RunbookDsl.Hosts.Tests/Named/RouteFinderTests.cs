using RunbookDsl.Hosts.SshNet;

namespace RunbookDsl.Hosts.Tests.Named;

internal sealed class RouteFinderTests
{
    [Test]
    public async Task WithoutTheSshProgram_TheUsualPlacesCount()
    {
        var finder = new RouteFinder(new Ssh(_ => throw new OperationFailedException("no ssh")), "/ann");
        var hop = (await finder.FindAsync("web-1", "deploy", default)).Single();
        Assert.That(
            (hop.HostName, hop.Port, hop.User, hop.KeyName),
            Is.EqualTo(("web-1", 22, "deploy", "web-1"))
        );
        Assert.That(
            hop.KnownHosts,
            Is.EqualTo(new[] { "/ann/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts" })
        );
        Assert.That(
            hop.Identities,
            Is.EqualTo(new[] { "/ann/.ssh/id_rsa", "/ann/.ssh/id_ecdsa", "/ann/.ssh/id_ed25519" })
        );
    }

    [Test]
    public async Task Jumps_AreAskedForOneByOne_WithTheirOwnUserAndPort()
    {
        var asked = new List<string>();
        var finder = new RouteFinder(
            new Ssh(command =>
            {
                var words = string.Join(' ', command.Arguments);
                asked.Add(words);
                return words.EndsWith("-- inner", StringComparison.Ordinal)
                    ? "hostname 10.0.0.9\nuser ann\nidentityfile ~/.ssh/a b\n"
                        + "proxyjump bob@outer:2222,[::1]:23\n"
                    : $"hostname {command.Arguments[^1]}\nport 2222\nuser bob\nhostkeyalias none\n";
            }),
            "/ann"
        );
        var hops = await finder.FindAsync("inner", null, default);
        Assert.That(
            asked,
            Is.EqualTo(new[] { "-G -- inner", "-G -l bob -p 2222 -- outer", "-G -p 23 -- ::1" })
        );
        Assert.That(
            hops.Select(h => $"{h.User}@{h.KeyName}"),
            Is.EqualTo(new[] { "bob@[outer]:2222", "bob@[::1]:2222", "ann@10.0.0.9" })
        );
        Assert.That(hops[^1].Identities, Is.EqualTo(new[] { "/ann/.ssh/a b" }));
    }

    [TestCase(
        "proxycommand nc %h %p\n",
        "it is reached with ProxyCommand, which only OpenSSH can: --ssh openssh"
    )]
    [TestCase("port 99999\n", "'99999' is no port")]
    [TestCase("proxyjump web-1\n", "the way to it has more than 8 jumps")]
    public void WhatThisClientCannot_IsRefused(string said, string why)
    {
        var finder = new RouteFinder(new Ssh(_ => said), "/ann");
        Assert.That(
            async () => await finder.FindAsync("web-1", null, default),
            Throws
                .TypeOf<OperationFailedException>()
                .With.Message.EqualTo($"cannot connect to web-1: {why}. Nothing was done.")
        );
    }

    private sealed class Ssh(Func<ProcessCommand, string> say) : IProcessRunner
    {
        public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation) =>
            Task.FromResult(new ProcessResult(0, say(command), ""));
    }
}
