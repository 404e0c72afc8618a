using System.Net;
using System.Net.Sockets;
using RunbookDsl.Hosts.Tests.Ssh;

namespace RunbookDsl.Hosts.Tests.Upkeep;

/// <summary>The same with the programs of this machine: find, logrotate, openssl, nginx.</summary>
[CancelAfter(120_000)]
internal sealed class RealUpkeepTests
{
    private Machine _machine = null!;
    private StepOverSsh _step = null!;

    private static SshHost Web => Hosts.Ssh.Host("web-1").WithoutSudo();

    [SetUp]
    public void SetUp()
    {
        var bin = Directory.CreateTempSubdirectory("runbook-bin-").FullName;
        _machine = new Machine(path: $"{bin}:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin");
        _step = new StepOverSsh(_machine);
        Bin = bin;
    }

    private string Bin { get; set; } = "";

    [TearDown]
    public void TearDown()
    {
        _machine.Dispose();
        Directory.Delete(Bin, true);
    }

    [Test]
    public async Task Cleanup_LeavesWhatIsOpen()
    {
        var (open, old, young) = (
            Old("open.log"),
            Old("old 'x'.log"),
            Path.Combine(_machine.Folder, "new.log")
        );
        await File.WriteAllTextAsync(young, "young");
        using var held = File.OpenRead(open);
        var list = Web.FindOldFiles(_machine.Folder, "*.log", TimeSpan.FromDays(7));
        var plan = await list.RunAsync(_step, default);
        Assert.That(plan.Files.Select(f => f.Path), Is.EqualTo(new[] { old }));
        Assert.That(plan.Kept, Is.EqualTo(1));
        Assert.That(plan.FreeBytes, Is.GreaterThan(0));
        var delete = Web.DeleteFiles(plan);
        var result = await delete.RunAsync(_step, default);
        Assert.That(result.Deleted, Is.EqualTo(1));
        Assert.That((await delete.VerifyAsync(_step, result, default)).Passed, Is.True);
        Assert.That((await delete.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        Assert.That(
            (File.Exists(open), File.Exists(old), File.Exists(young)),
            Is.EqualTo((true, false, true))
        );
    }

    [Test]
    public async Task Cleanup_OfWhatChangedSinceTheList_LeavesIt()
    {
        var old = Old("old.log");
        var plan = await Web.FindOldFiles(_machine.Folder, "*.log", TimeSpan.FromDays(7))
            .RunAsync(_step, default);
        await File.AppendAllTextAsync(old, "somebody writes");
        await Web.DeleteFiles(plan).RunAsync(_step, default);
        Assert.That(File.Exists(old), Is.True);
    }

    [Test]
    public async Task Rotation_WithAndWithoutReopening_IsToldApart([Values] bool reopens)
    {
        var (log, config) = (
            Path.Combine(_machine.Folder, "app.log"),
            Path.Combine(_machine.Folder, "app.conf")
        );
        await File.WriteAllTextAsync(log, "line\n");
        var flag = Path.Combine(_machine.Folder, "flag");
        await File.WriteAllTextAsync(
            config,
            $"{log} {{\n  su root root\n  rotate 2\n  create 0644\n  postrotate\n    touch {flag}\n  endscript\n}}\n"
        );
        Program("logrotate", $"exec /usr/sbin/logrotate -s {_machine.Folder}/status \"$@\"");
        using var before = new StreamWriter(log, append: true);
        var rotate = Web.RotateLogs(config, log);
        _step.Known = await rotate.CaptureAsync(_step, default);
        Assert.That(_step.Known!["writers"], Is.EqualTo("1"));
        var result = await rotate.RunAsync(_step, default);
        Assert.That(File.Exists(flag), Is.True);
        StreamWriter? after = null;
        if (reopens)
        {
            await before.DisposeAsync();
            after = new StreamWriter(log, append: true);
        }
        var verdict = await rotate.VerifyAsync(_step, result, default);
        Assert.That(verdict.Passed, Is.EqualTo(reopens), verdict.Evidence);
        Assert.That(
            verdict.Evidence,
            reopens ? Does.Contain("is new") : Does.Contain("still leads to the old file")
        );
        _step.Doubt = true;
        Assert.That((await rotate.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        after?.Dispose();
    }

    [Test]
    public async Task Rotation_OfAWrongConfiguration_DoesNothing()
    {
        var config = Path.Combine(_machine.Folder, "app.conf");
        await File.WriteAllTextAsync(config, "/x {\n  rotate many\n}\n");
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Web.RotateLogs(config, "/x").RunAsync(_step, default)
        );
        Assert.That(error.Message, Does.Contain("refuses").And.EndWith("Nothing was done."));
    }

    [Test]
    public async Task Certificate_RenewedByAStandInOfCertbot_IsSeenInTheHandshakeOfARealNginx()
    {
        if (!File.Exists("/usr/sbin/nginx"))
            Assert.Ignore("needs nginx: apt-get install nginx-light");
        var (folder, port) = (_machine.Folder, FreePort());
        Program(
            "issue",
            $"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=makerepo.com -days $1 -keyout {folder}/key.pem -out {folder}/cert.pem 2> /dev/null"
        );
        Program("certbot", "case \"$*\" in *--dry-run*) exit 0 ;; esac\nexec issue 90");
        var nginx = $"/usr/sbin/nginx -p {folder} -e {folder}/error.log -c {folder}/nginx.conf";
        Program("systemctl", $"exec {nginx} -s reload");
        await File.WriteAllTextAsync(
            $"{folder}/nginx.conf",
            $$"""
            pid {{folder}}/nginx.pid;
            events {}
            http {
              access_log off;
              server {
                listen 127.0.0.1:{{port}} ssl;
                ssl_certificate {{folder}}/cert.pem;
                ssl_certificate_key {{folder}}/key.pem;
              }
            }

            """
        );
        Assert.That((await _machine.Shell($"issue 5 && {nginx}")).ExitCode, Is.Zero);
        try
        {
            var certificate = Web.Certificate("makerepo.com").On($"127.0.0.1:{port}");
            Assert.That(
                (await certificate.AssertValid().RunAsync(_step, default)).Evidence,
                Does.Contain("less than 30 days")
            );
            var renew = certificate.Renew();
            Assert.That((await renew.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.NotDone));
            var result = await renew.RunAsync(_step, default);
            // nginx takes the new one a moment after the signal; the engine looks again for 30 s.
            Verdict verdict;
            do verdict = await renew.VerifyAsync(_step, result, default);
            while (!verdict.Passed && !TestContext.CurrentContext.CancellationToken.IsCancellationRequested);
            Assert.That(verdict.Passed, Is.True, verdict.Evidence);
            Assert.That((await renew.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
            var none = Web.Certificate("makerepo.com").On("127.0.0.1:1").AssertValid();
            Assert.That((await none.RunAsync(_step, default)).Evidence, Does.Contain("shows no certificate"));
        }
        finally
        {
            await _machine.Shell($"{nginx} -s stop");
        }
    }

    [TestCase("[{\"Service\":\"web\",\"State\":\"running\"},{\"Service\":\"db\",\"State\":\"exited\"}]")]
    [TestCase(
        "{\"Service\":\"web\",\"State\":\"running\",\"Health\":\"\"}\n{\"Service\":\"db\",\"State\":\"exited\",\"Health\":\"\"}"
    )]
    public async Task Compose_BothFormsOfItsList_AreRead(string list)
    {
        Program(
            "docker",
            $"case \"$*\" in *config*) echo web; echo db; echo lost ;; *) echo '{list}' ;; esac"
        );
        var verdict = await Web.Compose("/srv/shop").AssertRunning().RunAsync(_step, default);
        Assert.That(verdict, Is.EqualTo(Verdict.Fail("/srv/shop on web-1: db is exited, lost is absent")));
    }

    [Test]
    public async Task Compose_Unhealthy_IsNotRunning()
    {
        Program(
            "docker",
            "case \"$*\" in *config*) echo web ;; *) echo '{\"Service\":\"web\",\"State\":\"running\",\"Health\":\"unhealthy\"}' ;; esac"
        );
        var verdict = await Web.Compose("/srv/shop").AssertRunning().RunAsync(_step, default);
        Assert.That(verdict, Is.EqualTo(Verdict.Fail("/srv/shop on web-1: web is running (unhealthy)")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Old(string name)
    {
        var path = Path.Combine(_machine.Folder, name);
        File.WriteAllText(path, "old");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-30));
        return path;
    }

    private void Program(string name, string script)
    {
        var path = Path.Combine(Bin, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
