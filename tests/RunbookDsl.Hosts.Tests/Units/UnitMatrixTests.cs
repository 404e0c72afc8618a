using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Units;

/// <summary>Units of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class UnitMatrixTests
{
    [Test]
    public async Task Units_pass_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var web = HostWorld.Web;
                Step("status").Run(web.Unit("app").Status());
                Step("stop").Run(web.Unit("app").Stop());
                Step("hold").Run(web.Unit("worker").Hold());
                Step("disable").Run(web.Unit("mailer").Disable());
                Step("start").Run(web.Unit("spare").Start());
                Step("restart").Run(web.Unit("cache").Restart());
                Step("unmask").Run(web.Unit("shut").Unmask());
                Step("enable").Run(web.Unit("shut").Enable());
            },
            Machine
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(80));
        Assert.That(matrix.Rows.Count(r => r.Status == RunStatus.RolledBack), Is.GreaterThan(10));
    }

    [Test]
    public async Task What_is_held_comes_back_as_it_was()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                var held = Step("hold").Run(Temporarily(HostWorld.Web.Unit("worker").Hold()));
                Step("down").Run(HostWorld.Web.Unit("worker").AssertInactive());
                Step("back").Run(PutBack(held));
                Step("up").Run(HostWorld.Web.Unit("worker").WaitActive(1.Minutes).StableFor(10.Seconds));
            },
            Machine
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(result.Changes(), Is.Empty);
        Assert.That(
            result.Events.Where(e => e.IsApplied).Select(e => e.Call.Text),
            Is.EqualTo(
                new[]
                {
                    "sudo -n systemctl mask worker.service",
                    "sudo -n systemctl stop worker.service",
                    "sudo -n systemctl unmask worker.service",
                    "sudo -n systemctl start worker.service",
                }
            )
        );
    }

    [Test]
    public async Task A_unit_that_does_not_start_is_said_with_what_systemd_says()
    {
        var result = await HostWorld.Clean(
            () => Step("start").Run(HostWorld.Web.Unit("broken").Start()),
            Machine
        );
        Assert.That(
            result.Said(),
            Does.Contain(
                "cannot start broken on web-1: exit code 1. It said: Job for broken.service failed because the "
                    + "control process exited with error code."
            )
        );
    }

    [Test]
    public async Task A_unit_that_is_not_there_is_said_before_anything_is_done()
    {
        var result = await HostWorld.Clean(() => Step("stop").Run(HostWorld.Web.Unit("aap").Stop()), Machine);
        Assert.That(result.Said(), Does.Contain("web-1 has no unit aap.service. Nothing was done."));
        Assert.That(result.Changes(), Is.Empty);
    }

    [TestCase("-h")]
    [TestCase("a b")]
    [TestCase("a;b")]
    [TestCase("")]
    public void Names_ThatAreNone_AreRefused(string name) =>
        Assert.That(
            () => HostWorld.Web.Unit(name),
            Throws.ArgumentException.With.Message.EqualTo(
                $"'{name}' is no name of a unit: letters, digits and .-_:@\\"
            )
        );

    private static void Machine(HostBuilder host) =>
        host.Unit("app")
            .Unit("worker")
            .Unit("mailer")
            .Unit("cache")
            .Unit("spare", active: false, enabled: false)
            .Unit("shut", active: false, enabled: false)
            .Unit("broken", active: false, startFails: true);
}
