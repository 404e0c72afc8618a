using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Jobs;

/// <summary>Scripts of scripted machines, as transient units, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class ScriptTests
{
    private const string Backup = "/srv/deploy/backup.sh";

    [Test]
    public async Task A_script_passes_every_scenario_and_runs_once()
    {
        var matrix = await HostWorld.Matrix(
            () =>
                Step("backup")
                    .Run(HostWorld.Web.RunScript(Backup, "full").As("deploy").Produces("/srv/dump-*.gz", 3))
                    .NoUndo("one more dump"),
            host => Machine(host, "#!/bin/sh\necho data >> /srv/dump-$1.gz\n")
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(8));
    }

    [Test]
    public async Task A_script_that_ends_well_and_does_nothing_is_seen()
    {
        var result = await HostWorld.Clean(
            () =>
                Step("backup")
                    .Run(HostWorld.Web.RunScript(Backup).Produces("/srv/dump-*.gz"))
                    .NoUndo("one more dump"),
            host => Machine(host, "#!/bin/sh\nexit 0\n").File("/srv/dump-old.gz", "old\n")
        );
        Assert.That(
            result.Said(),
            Does.Contain("/srv/deploy/backup.sh ended with 0, and wrote no file /srv/dump-*.gz on web-1")
        );
    }

    [Test]
    public async Task A_script_that_fails_is_said_with_its_output()
    {
        var result = await HostWorld.Clean(
            () => Step("backup").Run(HostWorld.Web.RunScript(Backup)).NoUndo("one more dump"),
            host => Machine(host, "#!/bin/sh\necho no room left >&2\nexit 3\n")
        );
        Assert.That(
            result.Lives[0].Result?.Message,
            Does.Match(
                "/srv/deploy/backup.sh on web-1 ended with exit code 3 \\(exit-code\\)\\. It said: no room left\\. More: "
                    + "journalctl -u runbook-backup-[0-9a-f]{12}\\. Look at what it did before you resume: a failed script "
                    + "may have done a part\\."
            )
        );
    }

    private static HostBuilder Machine(HostBuilder host, string script) =>
        host.File(Backup, script, "755", "deploy").Folder("/srv", "777");
}
