using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>A fleet whose members fail, and what an operator may leave out.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class FleetTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    [TestCase(0, RunStatus.Held)]
    [TestCase(1, RunStatus.Done)]
    public async Task A_member_that_is_left_out_counts_against_the_limit(int most, RunStatus status)
    {
        using var world = new World();
        var isBroken = true;
        var plan = World.Plan(() =>
            Rolling(
                Names,
                new() { MaxFailures = most, Serving = n => new Serves(() => n != "b" || !isBroken) },
                n => Step("work").Run(new SetValue(world.Server, n, "on"))
            )
        );
        var held = await world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(held.Message, Does.StartWith("'serves-again[b]' failed"));
        Assert.That(world.Server.Count("c=on"), Is.Zero);

        world.Resolve(plan, "serves-again[b]", ResolutionKind.Skip);
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(status), result.Message);
        Assert.That(world.Server.Count("a=on"), Is.EqualTo(1));
        Assert.That(world.Server.Count("c=on"), Is.EqualTo(most));
        if (most == 0)
            Assert.That(
                result.Message,
                Does.Contain("b were left out, at most 0 may be: bring them to an end first")
            );
    }

    [Test]
    public async Task A_resume_in_the_middle_goes_on_where_each_member_stands()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Rolling(
                Names,
                new()
                {
                    Batch = 2,
                    Serving = _ => new Serves(() => true),
                    AtLeast = 1,
                },
                n =>
                {
                    Step("one").Run(new SetValue(world.Server, $"{n}1", "on"));
                    Step("two").Run(new SetValue(world.Server, $"{n}2", "on"));
                }
            )
        );
        world.Server.OnEffect = name => world.Store.FailsAt = name == "b2" ? 1 : int.MaxValue;
        Assert.That(async () => await world.StartAsync(plan), Throws.Exception);
        world.Server.OnEffect = null;
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        foreach (var name in Names)
        foreach (var part in (int[])[1, 2])
            Assert.That(world.Server.Count($"{name}{part}=on"), Is.EqualTo(1), $"{name}{part}");
    }

    private sealed record Serves(Func<bool> Test) : Check
    {
        public override string Kind => "Test.Serves";

        public override string Description => "it serves";

        public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
            Task.FromResult(Test() ? Verdict.Pass("it serves") : Verdict.Fail("it does not serve"));
    }
}
