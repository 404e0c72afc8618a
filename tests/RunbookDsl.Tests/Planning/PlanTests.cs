using static RunbookDsl.Verbs;

namespace RunbookDsl.Tests.Planning;

[Parallelizable(ParallelScope.All)]
public sealed class PlanTests
{
    [Test]
    public void Steps_follow_each_other_in_the_order_of_the_script()
    {
        var plan = Script.Plan(() =>
        {
            Step("Lower the TTL").Run(_ => Task.FromResult(1));
            Step("Announce").Run(_ => Task.CompletedTask);
            GoNoGo("Last chance to turn back");
        });
        Assert.That(
            plan.Steps.Select(s => s.Id),
            Is.EqualTo(new[] { "lower-the-ttl", "announce", "last-chance-to-turn-back" })
        );
        Assert.That(plan.Steps[1].Needs, Is.EqualTo(new[] { "lower-the-ttl" }));
        Assert.That(plan.Steps[0].Action.Effect, Is.EqualTo(EffectClass.NonIdempotent));
    }

    [Test]
    public void Parallel_branches_wait_for_the_step_before_and_the_next_step_waits_for_all()
    {
        var plan = Script.Plan(() =>
        {
            Step("a").Run(_ => Task.CompletedTask);
            Parallel(() =>
            {
                Step("b").Run(_ => Task.CompletedTask);
                Sequence(() =>
                {
                    Step("c").Run(_ => Task.CompletedTask);
                    Step("d").Run(_ => Task.CompletedTask);
                });
                ForEach(["x", "y"], h => Step("reload").Run(_ => Task.CompletedTask));
            });
            Step("e").Run(_ => Task.CompletedTask);
        });
        Assert.That(plan.Find("b")!.Needs, Is.EqualTo(new[] { "a" }));
        Assert.That(plan.Find("d")!.Needs, Is.EqualTo(new[] { "c" }));
        Assert.That(plan.Find("reload[y]")!.Needs, Is.EqualTo(new[] { "a" }));
        Assert.That(plan.Find("e")!.Needs, Is.EqualTo(new[] { "b", "d", "reload[x]", "reload[y]" }));
    }

    [Test]
    public void A_temporary_change_nobody_puts_back_gets_a_step_at_the_end()
    {
        var plan = Script.Plan(() =>
        {
            Step("Page on").Run(Temporarily(new Switch("page"))).Id("page-on");
            Step("Work").Run(_ => Task.CompletedTask);
        });
        Assert.That(plan.Steps[^1].Id, Is.EqualTo("put-back/page-on"));
        Assert.That(plan.Steps[^1].Needs, Is.EqualTo(new[] { "work" }));
        Assert.That(plan.Steps[^1].Action.Description, Is.EqualTo("put back \"Page on\": switch page off"));
    }

    [Test]
    public void The_hash_changes_with_what_a_step_does_and_not_with_the_lay_out_of_its_code()
    {
        var one = Script.Plan(() => Step("a").Run(_ => Task.FromResult(1 + 1)));
        var two = Script.Plan(() => Step("a").Run(_ => Task.FromResult(1 + 1)));
        var three = Script.Plan(() => Step("a").Run(_ => Task.FromResult(1 + 2)));
        Assert.That(two.Hash, Is.EqualTo(one.Hash));
        Assert.That(three.Hash, Is.Not.EqualTo(one.Hash));
    }
}
