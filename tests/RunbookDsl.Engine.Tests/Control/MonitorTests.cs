using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>A watch looks for its whole time, fails on a row of bad looks, goes on where it was.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class MonitorTests
{
    [Test]
    public async Task It_looks_for_the_whole_time_and_journals_a_bounded_summary()
    {
        using var world = new World();
        var looks = 0;
        var plan = Watching(c => Task.FromResult<double>(++looks % 4 == 0 ? 9 : 1));
        var from = world.Clock.GetUtcNow();
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.Multiple(() =>
        {
            Assert.That(world.Clock.GetUtcNow() - from, Is.EqualTo(20.Minutes));
            Assert.That(looks, Is.EqualTo(41));
            Assert.That(
                $"{world.State().Step("watch").Result}",
                Is.EqualTo(
                    """{"samples":41,"broken":10,"watched":"00:20:00","series":[{"name":"errors at most 5","broken":10,"least":1,"most":9,"last":"1"}]}"""
                )
            );
            Assert.That(
                world.State().Step("watch").Evidence,
                Is.EqualTo(new[] { "errors at most 5: 1 to 9, 10 bad, last 1" })
            );
            Assert.That(world.Records().Count(r => r.StartsWith("step.handle")), Is.LessThanOrEqualTo(30));
        });
    }

    [Test]
    public async Task So_many_bad_looks_in_a_row_fail_it_at_once_and_resume_watches_the_whole_time()
    {
        using var world = new World();
        var bad = true;
        var plan = Watching(c => Task.FromResult<double>(bad && world.Pause.Waits.Count >= 4 ? 7.5 : 0));
        var held = await world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Does.StartWith(
                "'watch' failed: the shop: 3 bad looks in a row after 3m of 20m: errors at most 5: 0 to 7.5, "
                    + "3 bad, last 7.5. Decide: mend it and resume, which watches the whole time again, or go back."
            )
        );
        bad = false;
        world.Pause.Waits.Clear();
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.Pause.Waits, Has.Count.EqualTo(40));
    }

    [Test]
    public async Task After_an_interruption_it_goes_on_with_what_was_left()
    {
        using var world = new World();
        var plan = Watching(c => Task.FromResult<double>(0));
        // Dead behind the fourth commit: the second or third time that it kept how far it was.
        world.Store.DiesAfterCommit = 4;
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        var before = world.State().Step("watch");
        Assert.That(before.Phase, Is.EqualTo(StepPhase.InDoubt));
        Assert.That(before.Handle, Does.Match("^watched [0-9ms]+; [0-9]+ looks, 0 bad, 0 in a row$"));
        var done = MonitorProgressText(before.Handle!);
        world.Pause.Waits.Clear();
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(
            world.Pause.Waits.Aggregate(TimeSpan.Zero, (sum, w) => sum + w),
            Is.EqualTo(20.Minutes - done)
        );
        Assert.That(done, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task What_cannot_be_looked_at_is_bad_and_a_check_is_a_threshold_too()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("Watch")
                .Run(
                    Control
                        .Monitor("the shop", 15.Minutes)
                        .FailsAfter(2)
                        .Expect(new Failing())
                        .AtLeast("orders", 1, _ => Task.FromResult(2.0))
                )
        );
        var held = await world.StartAsync(plan);
        Assert.That(
            held.Message,
            Does.StartWith(
                "'watch' failed: the shop: 2 bad looks in a row after 30s of 15m: the shop answers: 2 bad, "
                    + "last could not be looked at: nobody answers. "
            )
        );
    }

    [Test]
    public async Task A_watch_of_nothing_fails()
    {
        using var world = new World();
        var held = await world.StartAsync(
            World.Plan(() => Step("Watch").Run(Control.Monitor("the shop", 15.Minutes)))
        );
        Assert.That(
            held.Message,
            Does.StartWith(
                "'watch' failed: watch the shop for 15m: it looks at nothing, add .Expect or .AtMost."
            )
        );
    }

    private static TimeSpan MonitorProgressText(string handle) =>
        WindowText.ParseDuration(handle["watched ".Length..handle.IndexOf(';', StringComparison.Ordinal)]);

    private static Plan Watching(Func<StepContext, Task<double>> errors) =>
        World.Plan(() =>
            Step("Watch").Run(Control.Monitor("the shop", 20.Minutes).AtMost("errors", 5, errors))
        );

    private sealed record Failing : Check
    {
        public override string Kind => "Test.Failing";

        public override string Description => "the shop answers";

        public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
            throw new OperationFailedException("nobody answers");
    }
}
