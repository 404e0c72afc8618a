using RunbookDsl.Hosts.Tests.Worlds;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Units;

/// <summary>What a reboot in the middle of a maintenance does to an application that was stopped.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(120_000)]
internal sealed class BootTests
{
    [Test]
    public async Task What_is_only_stopped_works_again_after_a_reboot()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                Step("stop").Run(HostWorld.Web.Unit("worker").Stop());
                Step("reboot").Run(HostWorld.Web.Reboot());
                Step("still stopped").Run(HostWorld.Web.Unit("worker").AssertInactive());
            },
            host => host.Unit("worker")
        );
        Assert.That(result.Said(), Does.Contain("worker on web-1 is active (running), enabled"));
    }

    [Test]
    public async Task What_is_held_stays_where_it_is()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                var held = Step("hold").Run(Temporarily(HostWorld.Web.Unit("worker").Hold()));
                Step("reboot").Run(HostWorld.Web.Reboot());
                Step("still stopped").Run(HostWorld.Web.Unit("worker").AssertInactive());
                Step("back").Run(PutBack(held));
                Step("up").Run(HostWorld.Web.Unit("worker").AssertActive());
            },
            host => host.Unit("worker")
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
    }
}
