using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Boot;

/// <summary>Reboots of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class RebootTests
{
    [Test]
    public async Task A_reboot_passes_every_scenario_and_happens_once()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var web = HostWorld.Web;
                Step("hold").Run(Temporarily(web.Unit("app").Hold()));
                Step("reboot").Run(web.Reboot().Holding("app")).NoUndo("nobody can take a reboot back");
            },
            host => host.Unit("app").Unit("cache")
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(20));
        Assert.That(
            matrix
                .Rows.Where(r => r.Status == RunStatus.Done && !r.Scenario.RunsAgain)
                .Select(r => r.Boots())
                .Distinct(),
            Is.EqualTo(new[] { "2" })
        );
    }

    [Test]
    public async Task A_unit_that_is_not_held_stops_the_reboot()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                Step("stop").Run(HostWorld.Web.Unit("app").Stop());
                Step("reboot").Run(HostWorld.Web.Reboot().Holding("app")).NoUndo("it is back");
            },
            host => host.Unit("app")
        );
        Assert.That(
            result.Said(),
            Does.Contain(
                "app on web-1 is not held but inactive (dead), enabled: it would start with the machine. Hold it "
                    + "first: .Unit(\"…\").Hold(). Nothing was done."
            )
        );
        Assert.That(result.Boots(), Is.EqualTo("1"));
    }

    [Test]
    public async Task A_host_that_comes_back_late_is_waited_for_and_not_rebooted_again()
    {
        var result = await HostWorld.Clean(
            () => Step("reboot").Run(HostWorld.Web.Reboot().BackWithin(2.Minutes)).NoUndo("it is back"),
            host => host.RebootsIn(1.Hours)
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(result.Boots(), Is.EqualTo("2"));
        Assert.That(result.Elapsed, Is.GreaterThanOrEqualTo(1.Hours));
    }
}
