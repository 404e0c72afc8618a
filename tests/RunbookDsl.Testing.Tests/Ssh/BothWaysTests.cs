using RunbookDsl.Transports;

namespace RunbookDsl.Testing.Tests.Ssh;

/// <summary>The same commands over a real connection and without one: nobody can tell them apart.</summary>
[CancelAfter(120_000)]
internal sealed class BothWaysTests
{
    private static readonly IReadOnlyList<Transport> Clients = AllTransports.All;
    private static readonly Transport?[] Ways = [null, .. Clients];
    private static readonly string[] Commands =
    [
        "sudo nginx -t",
        "sudo ln -sfn /etc/nginx/sites-available/maintenance /etc/nginx/sites-enabled/app && sudo systemctl reload nginx",
        "readlink /etc/nginx/sites-enabled/app",
        "sudo apt-get update && sudo apt-get -s upgrade | grep ^Inst",
        "sudo DEBIAN_FRONTEND=noninteractive apt-get install -y nginx=1.22.2",
        "dpkg -l nginx | awk '{print $3}'",
        "dpkg-query -W -f='${Version}' nginx",
        "cd /srv/shop && docker compose pull && docker compose up -d && docker compose ps -q",
        "systemctl is-active nginx worker; systemctl show -p ActiveState --value worker",
        "sudo systemctl restart broken",
        "for f in /etc/nginx/sites-available/*; do basename $f; done | sort -r",
        "if test -f /etc/nginx/nginx.conf; then echo yes; else echo no; fi",
        "echo 'it''s' \"$HOME\" $(hostname) > /tmp/x && cat /tmp/x && sha256sum /tmp/x",
        "deploy.sh production",
        "deploy.sh production",
        "nosuch --thing",
        "cat /srv/secret 2>/dev/null || echo denied; rm /etc/hostname",
        "set -e; false; echo never",
        "printf 'a b\\n' | tr a c | sed 's/c/d/' | tee /tmp/y",
        "sleep 3600; date +%H:%M",
        "crash",
        "sudo reboot",
    ];

    [Test]
    public async Task Commands_OverBothWays_AreTheSame([ValueSource(nameof(Clients))] Transport client)
    {
        await using var straight = await SshWorld.Start(Describe);
        await using var real = await SshWorld.Start(Describe);
        var (left, right) = (straight.Straight, real.Real(client));
        foreach (var text in Commands)
        {
            var (linesLeft, linesRight) = (new List<string>(), new List<string>());
            var a = await left.RunAsync(new("web-1", text) { Input = "", OnLine = linesLeft.Add }, default);
            var b = await right.RunAsync(new("web-1", text) { Input = "", OnLine = linesRight.Add }, default);
            Assert.That(
                (b.ExitCode, b.Output),
                Is.EqualTo((a.ExitCode, a.Output)),
                $"{text}\n{a.Error}\n{b.Error}"
            );
            if (!a.IsLost)
                Assert.That(b.Error, Is.EqualTo(a.Error), text);
        }
        // A client learns that the machine goes down a moment before its reboot is written down.
        while (!real.Stage.Log.Events[^1].IsApplied)
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        Assert.That(real.Events, Is.EqualTo(straight.Events));
        Assert.That(await real.State(""), Is.EqualTo(await straight.State("")));
        Assert.That(
            real.Stage.Found.Select(f => f.Text),
            Is.EqualTo(straight.Stage.Found.Select(f => f.Text))
        );
    }

    [Test]
    public async Task Connect_Refused_IsNotInDoubtOverBothWays(
        [ValueSource(nameof(Ways))] Transport? way,
        [Values("", "auth", "hostkey")] string code
    )
    {
        var action = new FaultAction(FaultKind.Error) { Code = code };
        var fault = new Fault(action, FaultMoment.BeforeEffect) { Operation = "connect" };
        await using var world = await SshWorld.Start(Describe, fault);
        var hosts = world.By(way);
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            hosts.RunAsync(new("web-1", "hostname"), default)
        );
        Assert.That(
            error.Message,
            Does.StartWith("cannot connect to web-1: ").And.EndWith(" Nothing was done.")
        );
        Assert.That(error.Retryable, Is.EqualTo(code.Length == 0));
        Assert.That((await hosts.RunAsync(new("web-1", "hostname"), default)).Output, Is.EqualTo("web-1\n"));
    }

    [Test]
    public async Task Cut_AfterTheEffect_IsLostOverBothWays([ValueSource(nameof(Ways))] Transport? way)
    {
        var fault = new Fault(new FaultAction(FaultKind.Drop), FaultMoment.AfterEffect)
        {
            Operation = "systemctl",
        };
        await using var world = await SshWorld.Start(Describe, fault);
        var hosts = world.By(way);
        Assert.That(
            (await hosts.RunAsync(new("web-1", "sudo systemctl stop worker"), default)).IsLost,
            Is.True
        );
        Assert.That(
            (await hosts.RunAsync(new("web-1", "systemctl is-active worker"), default)).Output,
            Is.EqualTo("inactive\n")
        );
        Assert.That(world.Events.Count(e => e.Contains("connect", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    private static void Describe(HostBuilder host)
    {
        host.File("/etc/nginx/nginx.conf", "http {\n  include /etc/nginx/sites-enabled/*;\n}\n")
            .File("/etc/nginx/sites-available/app", "server {\n  listen 80;\n}\n")
            .File("/etc/nginx/sites-available/maintenance", "server {\n  return 503;\n}\n")
            .Link("/etc/nginx/sites-enabled/app", "/etc/nginx/sites-available/app")
            .File("/srv/secret", "s", mode: "600")
            .Unit("nginx")
            .Unit("worker", enabled: false)
            .Unit("broken", active: false, startFails: true)
            .Package("nginx", "1.22.1", offered: "1.22.2")
            .Compose("/srv/shop", "web", "shop:latest", newImage: true)
            .Command("deploy.sh *")
            .Says("first")
            .Takes(TimeSpan.FromMinutes(3))
            .Does("echo 42 > /srv/revision")
            .Says("done")
            .Command("deploy.sh *")
            .Complains("already")
            .Exits(3)
            .Command("awk '{print $3}'")
            .Says("scripted")
            .Command("awk {print $3}")
            .Says("1.22.2")
            .Command("crash")
            .Says("before")
            .EndsBy("SEGV");
    }
}
