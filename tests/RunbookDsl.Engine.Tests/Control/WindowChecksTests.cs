using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>The budget of the window, and the deadline of the announcement.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class WindowChecksTests
{
    // The test's clock begins at 2026-12-05 05:00Z.
    private const string Start = "2026-12-05 06:00Z";

    [Test]
    public async Task What_is_left_with_way_back_and_margin_has_to_fit()
    {
        using var world = new World();
        var result = await world.StartAsync(Budgeted(world, longest: 50.Minutes));
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(
            $"{world.State().Step("budget").Result.GetProperty("evidence")}",
            Is.EqualTo(
                "the steps that are left end at 2026-12-05 07:00Z, with a way back and a margin at "
                    + "2026-12-05 07:40Z; announced is 2026-12-05 08:00Z. Last time to turn back: "
                    + "2026-12-05 07:20Z. 1 do not say how long they take: unknown"
            )
        );
    }

    [Test]
    public async Task Too_long_holds_before_anything_was_done()
    {
        using var world = new World();
        var result = await world.StartAsync(Budgeted(world, longest: 80.Minutes));
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            result.Message,
            Does.StartWith(
                "'budget' failed: 10m too long: the steps that are left end at 2026-12-05 07:30Z, with a way "
                    + "back and a margin at 2026-12-05 08:10Z; announced is 2026-12-05 08:00Z. "
            )
        );
        Assert.That(world.Server.Effects, Is.Empty);
    }

    [Test]
    public async Task The_end_that_was_announced_counts_when_it_is_earlier()
    {
        using var world = new World();
        var end = new DateTimeOffset(2026, 12, 5, 7, 30, 0, TimeSpan.Zero);
        var result = await world.StartAsync(Budgeted(world, longest: 50.Minutes, end));
        Assert.That(result.Message, Does.StartWith("'budget' failed: 10m too long: "));
    }

    [Test]
    public async Task Without_any_expectation_there_is_nothing_to_compare()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Runbook("Test").Window(Start, 2.Hours);
            Step("Budget").Run(Control.Budget(20.Minutes));
            Step("Work").Run(new SetValue(world.Server, "a", "on"));
        });
        Assert.That(
            (await world.StartAsync(plan)).Message,
            Does.StartWith("'budget' failed: no step that is left says how long it takes: ")
        );
    }

    [TestCase("2026-12-06 04:45Z", RunStatus.GuardRefused)]
    [TestCase("2026-12-06 04:46Z", RunStatus.Done)]
    public async Task An_announcement_has_to_be_a_day_old_when_the_window_begins(
        string start,
        RunStatus wanted
    )
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Runbook("Test").Window(start, 2.Hours);
            var told = Step("Announce").Run(new SetValue(world.Server, "told", "yes"));
            Step("Begin").Run(new SetValue(world.Server, "a", "on")).Guard(Control.Announced(told));
        });
        world.Clock.Advance(1.Minutes);
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(wanted), result.Message);
        if (wanted == RunStatus.GuardRefused)
            Assert.That(
                result.Message,
                Does.StartWith(
                    "The guard \"\"Announce\" was done at least 1d before the window\" of 'begin' refused: "
                        + "announced at 2026-12-05 05:01Z, 23h44m before the window at 2026-12-06 04:45Z; "
                        + "wanted 1d: move the window, or say why not."
                )
            );
    }

    private static Plan Budgeted(World world, TimeSpan longest, DateTimeOffset? announced = null) =>
        World.Plan(() =>
        {
            Runbook("Test").Window(Start, 2.Hours);
            Step("Budget").Run(Control.Budget(rollback: 30.Minutes, margin: 10.Minutes, announced));
            Step("First").At(T).Run(new SetValue(world.Server, "a", "on")).Expect(10.Minutes);
            Parallel(() =>
            {
                Step("Long").Run(new SetValue(world.Server, "b", "on")).Expect(longest);
                Step("Short").Run(new SetValue(world.Server, "c", "on")).Expect(5.Minutes);
            });
            Step("Unknown").Run(new SetValue(world.Server, "d", "on"));
            Step("Report").At(T + 1.Days).Run(new SetValue(world.Server, "e", "on")).Expect(3.Hours);
        });
}
