using RunbookDsl.Engine;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests;

/// <summary>A user's crash test: every point, with and without a loss of power, also during the
/// resume.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(120_000)]
public sealed class ForEachCrashPointTests
{
    [Test]
    public async Task A_run_ends_as_if_it_had_not_crashed(CancellationToken cancellation)
    {
        var checks = 0;
        var report = await CrashPoints.ForEachCrashPoint(
            new CrashScenario("twelve kinds of steps", Script) { Before = Prepare },
            outcome =>
            {
                checks++;
                Assert.That(outcome.Effects.Count("mail", "mail"), Is.EqualTo(1), outcome.Point);
                Assert.That(outcome.State.Status, Is.EqualTo(RunStatus.Done), outcome.Point);
            },
            cancellation
        );
        TestContext.Out.WriteLine(report);
        using var scope = Assert.EnterMultipleScope();
        Assert.That(report.Points, Is.GreaterThan(200));
        Assert.That(report.SecondCrashes, Is.GreaterThan(300));
        Assert.That(checks, Is.EqualTo(report.Runs - report.Refusals + 1));
    }

    [Test]
    public async Task An_undo_ends_as_if_it_had_not_crashed(CancellationToken cancellation)
    {
        var report = await CrashPoints.ForEachCrashPoint(
            new CrashScenario("undo", Script) { Before = Prepare, IsUndo = true },
            outcome => Assert.That(outcome.State.Status, Is.EqualTo(RunStatus.RolledBack), outcome.Point),
            cancellation
        );
        TestContext.Out.WriteLine(report);
        Assert.That(report.Points, Is.GreaterThan(100));
    }

    private static void Prepare(EffectServer server)
    {
        server.Prepare("ttl", "3600");
        server.Prepare("page", "off");
    }

    private static Plan Script(EffectServer server) =>
        Plans.Of(() =>
        {
            Step("look").Run(_ => Task.FromResult(server.Get("ttl") ?? "")).ReadOnly();
            Step("ttl").Run(server.Setting("ttl", "60")).At(T - 30.Minutes);
            Step("page").Run(Temporarily(server.Setting("page", "on"))).Confirm("Page on?");
            var backup = Step("backup")
                .Run(ctx =>
                {
                    server.Set(ctx, "backup", "made");
                    return Task.FromResult(42);
                })
                .Probe(_ =>
                    Task.FromResult(server.Get("backup") is null ? ProbeState.NotDone : ProbeState.Done)
                )
                .Undo(ctx =>
                {
                    server.Set(ctx, "backup", null);
                    return Task.CompletedTask;
                });
            Step("only big").When(backup.Is(b => b > 1000)).Run(server.Setting("big", "on"));
            Step("small").When(backup.Is(b => b < 1000)).Run(server.Setting("small", "on"));
            Step("mail")
                .Run(ctx =>
                {
                    server.Do(ctx, "mail");
                    return Task.CompletedTask;
                })
                .NoUndo("mail cannot be called back");
            Step("By hand").Manual("Look at the site").Evidence();
            Parallel(() =>
            {
                Step("left").Run(server.Setting("left", "on"));
                Step("right").Run(server.Setting("right", "on"));
            });
            Step("last").Run(server.Setting("last", "on"));
        });
}
