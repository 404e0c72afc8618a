using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Upkeep;

/// <summary>Cleanup, rotation, certificates, containers of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class UpkeepTests
{
    [Test]
    public async Task Cleanup_passes_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var web = HostWorld.Web;
                var list = Step("list")
                    .Run(web.FindOldFiles("/var/log", "*.log*", 7.Days).Keeping("/var/log/kept"));
                Step("delete").Run(web.DeleteFiles(list)).PointOfNoReturn();
            },
            Disk
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(12));
    }

    [Test]
    public async Task What_is_open_named_new_or_of_a_run_stays()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                var list = Step("list")
                    .Run(HostWorld.Web.FindOldFiles("/var", "*.log*", 7.Days).Keeping("/var/log/kept"));
                Step("delete").Run(HostWorld.Web.DeleteFiles(list)).PointOfNoReturn();
            },
            Disk
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(
            result.Changes(),
            Is.EqualTo(
                new[]
                {
                    "web-1/file /var/log/app.log.1: (gone), was 0644 root \"one\"",
                    "web-1/file /var/log/app.log.2: (gone), was 0644 root \"two\"",
                }
            )
        );
    }

    [Test]
    public async Task Rotation_passes_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
                Step("rotate")
                    .Run(HostWorld.Web.RotateLogs("/etc/logrotate.d/app", "/var/log/app.log"))
                    .NoUndo("older logs have moved on"),
            host => Logs(host, "postrotate\nsystemctl kill -s USR1 app\nendscript\n")
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(8));
    }

    [Test]
    public async Task A_program_that_goes_on_writing_to_the_old_file_is_seen()
    {
        var result = await HostWorld.Clean(
            () =>
                Step("rotate")
                    .Run(HostWorld.Web.RotateLogs("/etc/logrotate.d/app", "/var/log/app.log"))
                    .NoUndo("older logs have moved on"),
            host => Logs(host, "")
        );
        Assert.That(
            result.Said(),
            Does.Contain(
                "/var/log/app.log on web-1 was rotated, and /proc/700/fd/3 still leads to the old file: what is written "
                    + "there is lost to who reads the log. Let its program open the log anew"
            )
        );
    }

    [Test]
    public async Task Certificates_pass_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var certificate = HostWorld.Web.Certificate("makerepo.com");
                Step("renew").Run(certificate.Renew()).NoUndo("a newer certificate does no harm");
                Step("valid").Run(certificate.AssertValid());
            },
            host => Site(host).Certificate("makerepo.com", daysLeft: 12)
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(12));
    }

    [Test]
    public async Task A_listener_that_nobody_reloads_is_seen()
    {
        var result = await HostWorld.Clean(
            () =>
                Step("renew")
                    .Run(HostWorld.Web.Certificate("makerepo.com").Reloading("app").Renew())
                    .NoUndo("a newer certificate does no harm"),
            host => Site(host).Unit("app").Certificate("makerepo.com", daysLeft: 12)
        );
        Assert.That(
            result.Said(),
            Does.Contain("127.0.0.1:443 shows 04000001 until 2026-12-17 05:00Z: that is less than 30 days")
        );
    }

    [Test]
    public async Task A_certificate_that_is_not_due_is_left_alone()
    {
        var result = await HostWorld.Clean(
            () => Step("renew").Run(HostWorld.Web.Certificate("makerepo.com").Renew()).NoUndo("none"),
            host => Site(host).Certificate("makerepo.com", daysLeft: 60)
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(result.Events.Count(e => e.Call.IsChange), Is.Zero);
    }

    [Test]
    public async Task Containers_pass_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                Step("up").Run(HostWorld.Web.Compose("/srv/shop").Up());
                Step("runs").Run(HostWorld.Web.Compose("/srv/shop").AssertRunning());
            },
            host =>
                host.Compose("/srv/shop", "web", "shop:1")
                    .Compose("/srv/shop", "worker", "shop:1", running: false)
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(12));
    }

    [Test]
    public async Task A_container_that_has_ended_is_seen()
    {
        var result = await HostWorld.Clean(
            () => Step("runs").Run(HostWorld.Web.Compose("/srv/shop").AssertRunning()),
            host =>
                host.Compose("/srv/shop", "web", "shop:1")
                    .Compose("/srv/shop", "worker", "shop:1", running: false)
        );
        Assert.That(result.Said(), Does.Contain("/srv/shop on web-1: worker is absent"));
    }

    [TestCase("/", "*")]
    [TestCase("/var", "")]
    [TestCase("/var", "a/b")]
    public void Cleanups_OfEverything_AreRefused(string folder, string pattern) =>
        Assert.That(
            () => HostWorld.Web.FindOldFiles(folder, pattern, 7.Days),
            Throws.ArgumentException.With.Message.Contains("is no cleanup")
        );

    private static void Disk(HostBuilder host) =>
        host.Unit("app")
            .Writes("app", "/var/log/app.log")
            .File("/var/log/app.log", "now")
            .DaysOld(30)
            .File("/var/log/app.log.1", "one")
            .DaysOld(10)
            .File("/var/log/app.log.2", "two")
            .DaysOld(20)
            .File("/var/log/new.log", "young")
            .DaysOld(6)
            .File("/var/log/kept/a.log", "kept")
            .DaysOld(50)
            .File("/var/lib/runbook/before/run-1-config.log", "image")
            .DaysOld(50);

    private static void Logs(HostBuilder host, string after) =>
        host.Unit("app")
            .Writes("app", "/var/log/app.log")
            .File("/var/log/app.log", "line\n")
            .File("/etc/logrotate.d/app", $"/var/log/app.log {{\nrotate 3\ncreate\n{after}}}\n");

    private static HostBuilder Site(HostBuilder host) =>
        host.File("/etc/nginx/nginx.conf", "events {}\nhttp {}\n").Unit("nginx");
}
