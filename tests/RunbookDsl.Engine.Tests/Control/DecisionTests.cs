using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>What a person decides upon is shown and kept; who breaks the glass says why.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class DecisionTests
{
    [Test]
    public async Task A_go_shows_what_earlier_steps_found_and_keeps_it()
    {
        using var world = new World();
        world.People.Answers = _ => new Answer(true, "mia", world.Clock.GetUtcNow());
        var plan = World.Plan(() =>
        {
            var rows = Step("Count").Run(_ => Task.FromResult(12)).ReadOnly();
            GoNoGo("Go on?").Shows("orders", rows, n => $"{n} rows").Shows("plain", rows);
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(
            world.People.Asked.Single().Question.Shown,
            Is.EqualTo(new[] { "orders: 12 rows", "plain: 12" })
        );
        Assert.That(
            world.State().Step("go-on").Evidence,
            Is.EqualTo(new[] { "shown: orders: 12 rows", "shown: plain: 12" })
        );
    }

    [Test]
    public async Task The_operator_breaks_the_glass_with_a_reason_and_a_later_step_knows()
    {
        using var world = new World();
        world.People.Answers = _ => new Answer(true, "mia", world.Clock.GetUtcNow(), "orders are being lost")
        {
            IsBreakGlass = true,
        };
        var result = await world.StartAsync(Approved(world, mayBreak: true));
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.Server.Get("told"), Is.EqualTo("yes"));
        Assert.That(
            $"{world.State().Step("change-it").Result}",
            Does.EndWith(
                """
                "evidence":"orders are being lost","isBreakGlass":true}
                """
            )
        );
    }

    [Test]
    public async Task Breaking_the_glass_from_another_terminal_wants_a_reason_and_the_right_to()
    {
        using var world = new World();
        var plan = Approved(world, mayBreak: true);
        var held = await world.StartAsync(plan);
        Assert.That(
            held.Message,
            Is.EqualTo(
                $"'change-it' waits for 1 approval(s) by other persons than mia: `runbook approve {world.RunId} "
                    + "change-it` (if it cannot wait: `--break-glass --evidence \"why\"`), then "
                    + $"`runbook resume {world.RunId}`."
            )
        );
        Post(world, plan, why: null);
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Held));
        Post(world, plan, "orders are being lost");
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
    }

    [Test]
    public async Task Where_it_is_not_allowed_nobody_breaks_the_glass()
    {
        using var world = new World();
        var plan = Approved(world, mayBreak: false);
        await world.StartAsync(plan);
        Post(world, plan, "orders are being lost");
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Held));
    }

    private static Plan Approved(World world, bool mayBreak) =>
        World.Plan(() =>
        {
            var approval = Step("Change it").Approve();
            if (mayBreak)
                approval.BreakGlass();
            Step("Tell")
                .Run(new SetValue(world.Server, "told", "yes"))
                .When(approval.Is(a => a.IsBreakGlass));
        });

    private static void Post(World world, Plan plan, string? why)
    {
        var approval = new Approval("change-it", plan.Hash, true, "mia", world.Clock.GetUtcNow())
        {
            Evidence = why,
            IsBreakGlass = true,
            Round = why is null ? 0 : 1,
        };
        world.Store.Post(world.RunId, approval.Id, approval.Content());
    }
}
