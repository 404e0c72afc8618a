using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Apt;

/// <summary>Packages of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class AptTests
{
    [Test]
    public async Task An_upgrade_passes_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var apt = HostWorld.Web.Apt();
                Step("hold").Run(Temporarily(apt.Hold("postgresql-15")));
                Step("lists").Run(apt.Update()).NoUndo("lists are lists");
                var plan = Step("plan").Run(apt.Plan());
                Step("upgrade").Run(apt.Upgrade(plan));
                Step("reboot wanted").Run(apt.RebootRequired());
            },
            Machine
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(40));
        Assert.That(matrix.Rows.Count(r => r.Status == RunStatus.RolledBack), Is.GreaterThan(5));
    }

    [Test]
    public async Task An_upgrade_is_planned_done_and_said()
    {
        var plans = new List<AptPlan>();
        var needs = new List<RebootNeed>();
        var result = await HostWorld.Clean(
            () =>
            {
                var apt = HostWorld.Web.Apt();
                Step("lists").Run(apt.Update()).NoUndo("lists are lists");
                var plan = Step("plan").Run(apt.Plan());
                Step("upgrade").Run(apt.Upgrade(plan));
                var need = Step("reboot wanted").Run(apt.RebootRequired());
                Step("look")
                    .Run(c =>
                    {
                        plans.Add(c.Read<AptPlan>(plan));
                        needs.Add(c.Read<RebootNeed>(need));
                        return Task.CompletedTask;
                    })
                    .ReadOnly();
            },
            Machine
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(
            plans.Single().ToString(),
            Is.EqualTo(
                "3 packages: libc6 2.36-9 → 2.36-10, nginx 1.22.1 → 1.22.2, postgresql-15 15.9 → 15.10"
            )
        );
        Assert.That(needs.Single().ToString(), Is.EqualTo("reboot: libc6"));
        Assert.That(
            result
                .Events.Single(e => e.Call.Text?.Contains("systemd-run", StringComparison.Ordinal) == true)
                .Call.Text,
            Does.Match(
                "^sudo -n systemd-run --quiet --unit=runbook-upgrade-[0-9a-f]{12} --property=Type=exec "
                    + "--property=RemainAfterExit=yes '--description=runbook: apt upgrade' "
                    + "--setenv=DEBIAN_FRONTEND=noninteractive --setenv=NEEDRESTART_MODE=l -- apt-get -y -q "
                    + "--with-new-pkgs -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "
                    + "-o DPkg::Lock::Timeout=300 upgrade$"
            )
        );
    }

    [Test]
    public async Task A_plan_that_changed_since_is_refused()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                var web = HostWorld.Web;
                Step("lists").Run(web.Apt().Update()).NoUndo("lists are lists");
                Step("hold").Run(web.Apt().Hold("nginx"));
                var plan = Step("plan").Run(web.Apt().Plan());
                Step("somebody").Run(web.Exec("sudo", "apt-mark", "unhold", "nginx")).NoUndo("not ours");
                Step("upgrade").Run(web.Apt().Upgrade(plan));
            },
            Machine
        );
        Assert.That(
            result.Lives[0].Result?.Message,
            Does.Contain(
                "apt on web-1 would do something else than what was planned and approved: nginx 1.22.1 → 1.22.2. "
                    + "Nothing was done."
            )
        );
        Assert.That(result.Changes(), Has.None.Contains("1.22.2, was 1.22.1"));
    }

    [Test]
    public async Task A_machine_that_is_as_it_should_be_is_left_alone()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                var plan = Step("plan").Run(HostWorld.Web.Apt().Plan());
                Step("upgrade").Run(HostWorld.Web.Apt().Upgrade(plan));
            },
            Machine
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(result.Events.Count(e => e.Call.IsChange), Is.Zero);
    }

    [TestCase("-y")]
    [TestCase("a b")]
    [TestCase("Nginx")]
    public void Names_ThatAreNone_AreRefused(string name) =>
        Assert.That(
            () => HostWorld.Web.Apt().Hold(name),
            Throws.ArgumentException.With.Message.EqualTo($"'{name}' is no name of a Debian package")
        );

    private static void Machine(HostBuilder host) =>
        host.File("/etc/nginx/nginx.conf", "events {}\n")
            .Package("nginx", "1.22.1", "1.22.2")
            .Package("libc6", "2.36-9", "2.36-10")
            .Package("postgresql-15", "15.9", "15.10")
            .Package("curl", "7.88", "7.88")
            .Unit("nginx");
}
