using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RunbookDsl.Hosts.Tests.Ssh;

namespace RunbookDsl.Hosts.Tests.Users;

/// <summary>
/// Accounts made by this machine's own programs, in a mount namespace with copies of /etc and /home, behind a
/// real sshd in the same namespace.
/// </summary>
[CancelAfter(120_000)]
internal sealed class RealUserTests
{
    private const string Home = "/home";
    private Machine _machine = null!;
    private StepOverSsh _step = null!;
    private Process? _sshd;
    private string _bin = "";

    private string Folder => _machine.Folder;

    private static SshHost Web => Hosts.Ssh.Host("web-1", "root").WithoutSudo();

    [SetUp]
    public async Task SetUp()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/sbin/visudo"))
            Assert.Ignore("needs root, to mount in a namespace of its own, and sudo: apt-get install sudo");
        _bin = Directory.CreateTempSubdirectory("runbook-bin-").FullName;
        _machine = new Machine(path: $"{_bin}:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin");
        _step = new StepOverSsh(_machine);
        var made = await _machine.Shell(
            $"cp -a /etc {Folder}/etc && mkdir -p {Folder}/home {Folder}/etc/sudoers.d /run/sshd && for k in host ann op; do "
                + $"ssh-keygen -q -t ed25519 -N '' -C $k@test -f {Folder}/$k; done"
        );
        Assert.That(made.ExitCode, Is.Zero, made.Error);
        // In the namespace it has no folder above it that others may write to, which sshd would pass over.
        File.Copy($"{Folder}/op.pub", $"{Folder}{Home}/op.pub");
        var inside =
            $"mount --bind {Folder}/etc /etc && mount --bind {Folder}/home /home && exec \\\"\\$0\\\" \\\"\\$@\\\"";
        if ((await _machine.Shell("unshare --mount true")).ExitCode != 0)
            Assert.Ignore("this machine lets nobody make a namespace");
        Program("sh", $"exec /usr/bin/unshare --mount /bin/sh -c \"{inside}\" /bin/sh \"$@\"");
        var port = FreePort();
        await File.WriteAllTextAsync(
            $"{Folder}/sshd_config",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                ListenAddress 127.0.0.1:{port}
                HostKey {Folder}/host
                PidFile none
                AuthorizedKeysFile .ssh/authorized_keys {Home}/op.pub
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                StrictModes yes
                UsePAM yes

                """
            )
        );
        await File.WriteAllTextAsync(
            $"{Folder}/known",
            $"web-1 {await File.ReadAllTextAsync($"{Folder}/host.pub")}"
        );
        await File.WriteAllTextAsync(
            $"{Folder}/config",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                Host web-1
                  HostName 127.0.0.1
                  Port {port}
                  HostKeyAlias web-1
                  UserKnownHostsFile {Folder}/known
                Match user root
                  IdentityFile {Folder}/op
                  IdentitiesOnly yes

                """
            )
        );
        Program("ssh", $"exec /usr/bin/ssh -F {Folder}/config \"$@\"");
        _step.Anew = new OpenSshHosts(_machine.Runner, Path.Combine(_bin, "s"));
        _sshd = Process.Start(
            new ProcessStartInfo($"{_bin}/sh", ["-c", $"exec /usr/sbin/sshd -D -e -f {Folder}/sshd_config"])
            {
                RedirectStandardError = true,
            }
        )!;
        while (await _sshd.StandardError.ReadLineAsync() is { } line)
            if (line.Contains("listening", StringComparison.Ordinal))
                break;
        // Nobody reads further lines otherwise, and a full pipe would stop it.
        _ = _sshd.StandardError.ReadToEndAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        if (_sshd is not null)
        {
            _sshd.Kill(entireProcessTree: true);
            await _sshd.WaitForExitAsync();
            _sshd.Dispose();
        }
        if (_bin.Length == 0)
            return;
        _machine.Dispose();
        Directory.Delete(_bin, true);
    }

    [Test]
    public async Task Add_Remove_AndBack_AreSeenByARealLogin()
    {
        var key = (await File.ReadAllTextAsync($"{Folder}/ann.pub")).Trim();
        var add = Web.AddUser("ann", key).WithSudo().LogIn($"{Folder}/ann");
        Assert.That((await add.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.NotDone));
        _step.Known = await add.CaptureAsync(_step, default);
        var added = await add.RunAsync(_step, default);
        var listed = await _machine.Shell($"ssh-keygen -l -f {Folder}/ann.pub");
        Assert.That(listed.Output, Does.Contain(added.Keys.Single()));
        var verdict = await add.VerifyAsync(_step, added, default);
        Assert.That(verdict.Passed, Is.True, verdict.Evidence);
        Assert.That((await add.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        await add.RunAsync(_step, default);
        Assert.That(
            await File.ReadAllLinesAsync($"{Folder}{Home}/ann/.ssh/authorized_keys"),
            Is.EqualTo(new[] { key })
        );

        var before = _step.Known;
        var remove = Web.RemoveUser("ann").LogIn($"{Folder}/ann");
        _step.Known = await remove.CaptureAsync(_step, default);
        var removed = await remove.RunAsync(_step, default);
        verdict = await remove.VerifyAsync(_step, removed, default);
        Assert.That(verdict.Passed, Is.True, verdict.Evidence);
        Assert.That(verdict.Evidence, Does.Contain("ann does not get in"));
        await remove.UndoAsync(_step, removed, default);
        Assert.That((await remove.ProbeUndoAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        verdict = await add.VerifyAsync(_step, added, default);
        Assert.That(verdict.Passed, Is.True, verdict.Evidence);

        _step.Known = before;
        await add.UndoAsync(_step, added, default);
        Assert.That((await add.ProbeUndoAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        Assert.That(Directory.Exists($"{Folder}{Home}/ann"), Is.False);
        Assert.That(await File.ReadAllTextAsync("/etc/passwd"), Does.Not.Contain("ann:"));
    }

    [Test]
    public async Task Keys_ThatSshdPassesOver_AreSeenBeforeAnybodyTrustsThem()
    {
        var key = (await File.ReadAllTextAsync($"{Folder}/ann.pub")).Trim();
        var add = Web.AddUser("ann", key);
        _step.Known = await add.CaptureAsync(_step, default);
        var added = await add.RunAsync(_step, default);
        File.SetUnixFileMode($"{Folder}{Home}/ann", (UnixFileMode)0b111_111_101);
        Assert.That(
            await add.VerifyAsync(_step, added, default),
            Is.EqualTo(
                Verdict.Fail(
                    $"ann on root@web-1: {Home}/ann is 775 ann, and sshd passes over keys that somebody else may change"
                )
            )
        );
        var login = await add.LogIn($"{Folder}/ann").VerifyAsync(_step, added, default);
        Assert.That(login.Passed, Is.False);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Program(string name, string script)
    {
        var path = Path.Combine(_bin, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
