using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Fleets;

/// <summary>A fleet of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(400_000)]
internal sealed class RollingTests
{
    private const string Health = "/srv/health/drained";
    private static readonly string[] Names = ["web-1", "web-2", "web-3"];

    [Test]
    public async Task A_fleet_passes_every_scenario()
    {
        var matrix = await HostWorld.Matrix(() => Write(new()), Machine, Others);
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(60));
        Assert.That(matrix.Rows.Count(r => r.Status == RunStatus.RolledBack), Is.GreaterThan(5));
    }

    [Test]
    public async Task Members_take_turns_and_are_out_one_at_a_time()
    {
        var result = await HostWorld.Clean(() => Write(new() { Grace = 30.Seconds }), Machine, Others);
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(
            result
                .Changes()
                .Where(c =>
                    c.Contains("app.conf", StringComparison.Ordinal)
                    && c.Contains("/etc/", StringComparison.Ordinal)
                ),
            Is.EqualTo(Names.Select(n => $"{n}/file /etc/app.conf: 0644 root \"2\", was 0644 root \"1\""))
        );
        var order = result.Events.Where(e => e.IsApplied).Select(e => e.Call.System).ToArray();
        Assert.That(order, Is.EqualTo(order.Order(StringComparer.Ordinal)));
    }

    [Test]
    public async Task A_failure_holds_the_run_and_nobody_else_is_touched()
    {
        var result = await HostWorld.Clean(
            () => Write(new()),
            Machine,
            () =>
            {
                Others("web-2", broken: true);
                Others("web-3", broken: false);
            }
        );
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(result.Said(), Does.Contain("restart[web-2]"));
        Assert.That(result.Changes(), Has.None.Contains("web-3/"));
    }

    [Test]
    public async Task Nobody_is_taken_out_while_too_few_others_serve()
    {
        var result = await HostWorld.Clean(
            () => Write(new() { AtLeast = 2 }),
            Machine,
            () =>
            {
                Others("web-2", broken: false);
                HostVerbs.Host("web-3").User("deploy").Unit("app", active: false);
            }
        );
        Assert.That(
            result.Said(),
            Does.Contain(
                "1 others serve (web-2), 2 are needed. web-3: app on web-3 is inactive (dead), enabled"
            )
        );
        Assert.That(result.Changes(), Is.Empty);
    }

    [TestCase(0, 0, "a batch of this Rolling has no member, or a number is below zero.")]
    [TestCase(2, 2, "of 3 members, 2 at once, never 2 others are left to serve.")]
    public void Limits_ThatCannotBeKept_AreRefusedWhilePlanning(int batch, int least, string message)
    {
        var error = Assert.Throws<AuthoringException>(() =>
            Plan(() => Write(new() { Batch = batch, AtLeast = least }))
        );
        Assert.That(error.Errors.Select(e => e.Message), Has.Some.EqualTo(message));
    }

    [Test]
    public void AtLeast_WithoutAnIdeaOfServing_IsRefused()
    {
        var error = Assert.Throws<AuthoringException>(() =>
            Plan(() =>
                Rolling(
                    Names,
                    new() { AtLeast = 1 },
                    n => Step("look").Run(Hosts.Ssh.Host(n).Unit("app").Status())
                )
            )
        );
        Assert.That(
            error.Errors.Select(e => e.Message),
            Has.Some.EqualTo("who serves? AtLeast = 1 needs Serving = x => …, a check.")
        );
    }

    [Test]
    public void Batches_AreSideBySide_OneAfterTheOther()
    {
        var plan = Plan(() => Write(new() { Batch = 2 }));
        var drains = plan.Steps.Where(s => s.Spec.Id.StartsWith("out[", StringComparison.Ordinal)).ToArray();
        Assert.That(drains[0].Needs, Is.Empty);
        Assert.That(drains[1].Needs, Is.Empty);
        Assert.That(drains[2].Needs, Is.EqualTo(new[] { "serves-again[web-1]", "serves-again[web-2]" }));
        Assert.That(
            drains[2].Spec.Guards.Select(g => g.Text),
            Is.EqualTo(new[] { "nobody else has to serve, and at most 0 before were left out" })
        );
    }

    private static Plan Plan(Action script)
    {
        var session = new AuthoringSession(new AuthoringInputs("/runbooks/test.csx"));
        using (session.Enter())
            script();
        return session.Build();
    }

    private static void Write(RollingOptions<string> options) =>
        Rolling(
            Names,
            options with
            {
                Serving = n => Hosts.Ssh.Host(n).Unit("app").AssertActive(),
                Drain = n => Step("Out").Run(Temporarily(Hosts.Ssh.Host(n).WriteFile(Health, "out\n"))),
            },
            n =>
            {
                Step("Config").Run(Hosts.Ssh.Host(n).WriteFile("/etc/app.conf", "2\n"));
                Step("Restart").Run(Hosts.Ssh.Host(n).Unit("app").Restart());
            }
        );

    private static void Machine(HostBuilder host) =>
        host.Unit("app").Folder("/srv/health").File("/etc/app.conf", "1\n");

    private static void Others()
    {
        Others("web-2", broken: false);
        Others("web-3", broken: false);
    }

    private static void Others(string name, bool broken) =>
        HostVerbs
            .Host(name)
            .User("deploy")
            .Unit("app", startFails: broken)
            .Folder("/srv/health")
            .File("/etc/app.conf", "1\n");
}
