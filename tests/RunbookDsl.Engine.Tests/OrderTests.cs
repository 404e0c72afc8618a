using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class OrderTests
{
    [Test]
    public async Task A_full_journal_begins_nothing_more_and_says_so()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Body = (_, _) =>
                        {
                            world.Store.IsFull = true;
                            return Task.CompletedTask;
                        },
                    }
                );
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        var held = await world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(held.Message, Is.EqualTo("The journal's disk is full: free some space, then resume."));
        Assert.That(held.IsJournalFull, Is.True);
        Assert.That(held.State.Step("a").Phase, Is.EqualTo(StepPhase.Verified));
        Assert.That(held.State.Step("b").Phase, Is.EqualTo(StepPhase.Planned));
    }

    [Test]
    public async Task Guard_probe_confirm_intent_run_outcome_verify()
    {
        using var world = new World();
        world.People.Answers = r => new Answer(true, "mia", world.Clock.GetUtcNow());
        var seen = new List<string>();
        var plan = World.Plan(() =>
            Step("a")
                .Guard(_ => Task.FromResult(Saw("guard")))
                .Confirm("Sure?")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Says = _ => Saw("probe") ? Probe.NotDone("off") : Probe.NotDone("off"),
                        Body = (_, _) =>
                        {
                            Saw("run");
                            return Task.CompletedTask;
                        },
                    }
                )
                .Verify(_ => Saw("verify"))
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(seen, Is.EqualTo(new[] { "guard", "probe", "run", "verify" }));
        Assert.That(
            world.Store.Calls,
            Is.EqualTo(
                new[]
                {
                    "plan.fixed",
                    "signal.wait a",
                    "commit",
                    "signal.recv a",
                    "step.intent a",
                    "commit",
                    "step.outcome a",
                    "commit",
                    "step.verified a",
                    "close done",
                }
            )
        );
        Assert.That(world.People.Asked[0].Question.Text, Is.EqualTo("Sure?"));

        bool Saw(string what)
        {
            seen.Add(what);
            return true;
        }
    }

    [Test]
    public async Task Two_barriers_for_a_change_and_one_for_a_look()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            for (var i = 0; i < 5; i++)
            {
                Step($"set {i}").Run(new SetValue(world.Server, $"v{i}", "on"));
                Step($"look {i}").Run(_ => Task.FromResult(1)).ReadOnly();
            }
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.Store.Calls.Count(c => c == "commit"), Is.EqualTo(15));
        Assert.That(world.Server.Effects, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task The_second_run_of_a_runbook_changes_nothing()
    {
        using var world = new World();
        var plan = World.Plan(() => Step("a").Run(new SetValue(world.Server, "a", "on")));
        await world.StartAsync(plan);
        world.Restart();
        var again = await world.StartAsync(plan);
        Assert.That(again.Status, Is.EqualTo(RunStatus.Done));
        Assert.That(again.State.Step("a").WasSatisfied, Is.True);
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=on" }));
        Assert.That(world.Log.Lines, Has.Member("StepSatisfied a: a is on"));
    }
}
