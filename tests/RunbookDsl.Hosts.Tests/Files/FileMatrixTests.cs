using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Files;

/// <summary>Files of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(120_000)]
internal sealed class FileMatrixTests
{
    [Test]
    public async Task Files_pass_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var web = HostWorld.Web;
                Step("room").Run(web.AssertDiskFree("/", 1L << 30));
                Step("config").Run(web.WriteFile("/etc/app.conf", "port = 2\n", owner: "deploy:deploy"));
                Step("banner").Run(web.WriteFile("/etc/motd", "back at 10:00 UTC\n", "600"));
                Step("key").Run(web.WriteFile("/etc/app.key", Secret("APP_KEY")));
                Step("other key").Run(web.WriteFile("/etc/other.key", Secret("APP_KEY")));
                Step("old").Run(web.DeleteFile("/etc/old.conf"));
            },
            Machine,
            () => WorldVerbs.Given("APP_KEY", "s3cr3t-of-the-app")
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(60));
        Assert.That(matrix.Rows.Count(r => r.Status == RunStatus.RolledBack), Is.GreaterThan(10));
    }

    [Test]
    public async Task A_file_is_written_kept_and_said_to_be()
    {
        var result = await HostWorld.Clean(
            () => Step("config").Run(HostWorld.Web.WriteFile("/etc/app.conf", "port = 2\n")),
            Machine
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(
            result.Changes(),
            Is.EqualTo(
                new[]
                {
                    "web-1/file /etc/app.conf: 0640 deploy \"port = 2\", was 0640 deploy \"port = 1\"",
                    $"web-1/file /var/lib/runbook/before/{result.State!.RunId}-config: 0640 deploy \"port = 1\", "
                        + "was (not there)",
                    "web-1/folder /var/lib/runbook/before: folder 0700 root, was (not there)",
                }
            )
        );
    }

    [Test]
    public async Task A_file_that_is_as_wanted_is_not_touched()
    {
        var result = await HostWorld.Clean(
            () => Step("config").Run(HostWorld.Web.WriteFile("/etc/app.conf", "port = 1\n", "640", "deploy")),
            Machine
        );
        Assert.That(result.Changes(), Is.Empty);
        Assert.That(result.Events.Count(e => e.Call.IsChange), Is.Zero);
    }

    [TestCase("/etc/link.conf", "a link to /etc/app.conf")]
    [TestCase("/etc", "folder")]
    public async Task What_is_no_file_is_refused(string path, string what)
    {
        var result = await HostWorld.Clean(
            () => Step("config").Run(HostWorld.Web.WriteFile(path, "x\n")),
            host => Machine(host.Link("/etc/link.conf", "/etc/app.conf"))
        );
        Assert.That(
            result.Said(),
            Does.StartWith(
                $"Held. 'config' cannot begin. The probe says Conflict: {path} on web-1 is no file but {what}: "
                    + "name the file itself."
            )
        );
        Assert.That(result.Changes(), Is.Empty);
    }

    [Test]
    public async Task Too_little_room_stops_the_run()
    {
        var result = await HostWorld.Clean(
            () => Step("room").Run(HostWorld.Web.AssertDiskFree("/var", 13L << 30)),
            Machine
        );
        Assert.That(
            result.Said(),
            Does.Contain("12 GiB of 20 GiB are free on / of web-1, 13 GiB are needed")
        );
    }

    private static void Machine(HostBuilder host) =>
        host.File("/etc/app.conf", "port = 1\n", "640", "deploy")
            .File("/etc/old.conf", "old = 1\n")
            .File("/etc/other.key", "s3cr3t-of-before\n", "600");
}
