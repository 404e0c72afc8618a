using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>
/// The wall clock jumps while a step waits. Nothing fires early, which is before its time by the clock and
/// before its whole wait by the monotonic one; nothing waits longer than it was to begin with.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
public sealed class ClockJumpTests
{
    private static readonly DateTimeOffset Window = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly TimeSpan[] Jumps =
    [
        Hour,
        -Hour,
        Year,
        -Year,
        TimeSpan.FromMinutes(59),
        TimeSpan.FromMinutes(-10),
    ];

    // One hour to wait; the jump comes after a part of it.
    [Test]
    public async Task A_timer_of_a_living_process(
        [ValueSource(nameof(Jumps))] TimeSpan jump,
        [Values(1, 600, 3599)] int secondsBefore
    )
    {
        using var world = new World { IsRealPause = true };
        world.People.Answers = r => new Answer(true, "mia", world.Clock.GetUtcNow());
        var (firedAt, waited) = (default(DateTimeOffset), TimeSpan.Zero);
        var began = world.Clock.GetTimestamp();
        var plan = World.Plan(
            () =>
                Step("a")
                    .At(T)
                    .Run(_ =>
                    {
                        firedAt = world.Clock.GetUtcNow();
                        waited = world.Clock.GetElapsedTime(began);
                        return Task.FromResult(1);
                    })
                    .ReadOnly(),
            Window
        );
        var running = world.StartAsync(plan);
        await TickAsync(world, running, secondsBefore);
        world.Clock.Jump(jump);
        await TickAsync(world, running, 8_000);
        Assert.That((await running).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(firedAt >= Window || waited >= Hour, Is.True, $"early: {firedAt:O} after {waited}");
        Assert.That(waited, Is.LessThanOrEqualTo(Hour + TimeSpan.FromSeconds(1)));
        // A jump far beyond the time is a surprise: a person was asked.
        var isFar = jump + TimeSpan.FromSeconds(secondsBefore) > Hour + TimeSpan.FromMinutes(15);
        Assert.That(world.People.Asked.Select(a => a.StepId), isFar ? Is.EqualTo(new[] { "a" }) : Is.Empty);
    }

    [Test]
    public async Task A_back_off_of_a_living_process_is_exact([ValueSource(nameof(Jumps))] TimeSpan jump)
    {
        using var world = new World { IsRealPause = true };
        var at = new List<TimeSpan>();
        var began = world.Clock.GetTimestamp();
        var plan = World.Plan(() =>
            Step("a")
                .Run(_ =>
                {
                    at.Add(world.Clock.GetElapsedTime(began));
                    return at.Count < 3 ? throw new OperationFailedException("no") : Task.CompletedTask;
                })
                .Retry(3, TimeSpan.FromSeconds(60))
        );
        var running = world.StartAsync(plan);
        await TickAsync(world, running, 10);
        world.Clock.Jump(jump);
        await TickAsync(world, running, 500);
        Assert.That((await running).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(at.Select(t => t.TotalSeconds), Is.EqualTo(new double[] { 0, 60, 180 }));
    }

    [TestCase(0, 60)]
    [TestCase(10, 50)]
    [TestCase(60, 0)]
    [TestCase(3600, 0)]
    [TestCase(-3600, 60)]
    [TestCase(31_536_000, 0)]
    [TestCase(-31_536_000, 60)]
    public async Task A_back_off_goes_on_in_the_next_process(int clockMoves, int waits)
    {
        using var world = new World();
        var tries = 0;
        var plan = World.Plan(() =>
            Step("a")
                .Run(_ => ++tries < 3 ? throw new OperationFailedException("no") : Task.CompletedTask)
                .Retry(3, TimeSpan.FromSeconds(60))
        );
        world.Pause.OnWait = () => throw new JournalException("killed while it waits");
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        Assert.That(world.Records()[^1], Is.EqualTo("timer.set a"));
        world.Pause.OnWait = null;
        world.Clock.Jump(TimeSpan.FromSeconds(clockMoves));
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        var expected = waits == 0 ? new[] { 120.0 } : [waits, 120.0];
        Assert.That(world.Pause.Waits.Select(w => w.TotalSeconds), Is.EqualTo(expected));
        Assert.That(tries, Is.EqualTo(3));
    }

    [Test]
    public async Task A_series_of_attempts_is_counted_over_processes()
    {
        using var world = new World();
        var tries = 0;
        var plan = World.Plan(() =>
            Step("a")
                .Run(_ =>
                {
                    tries++;
                    throw new OperationFailedException("no");
                })
                .Retry(3)
        );
        world.Pause.OnWait = () => throw new JournalException("killed while it waits");
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        world.Pause.OnWait = null;
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Held));
        Assert.That(tries, Is.EqualTo(3));
        // Whoever resumes what has failed for good begins a new series.
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Held));
        Assert.That(tries, Is.EqualTo(6));
    }

    // Forward, dead, and back again: the wait must not have become shorter.
    [Test]
    public async Task A_clock_that_was_wrong_for_one_process_does_not_shorten_the_timer()
    {
        using var world = new World();
        var plan = World.Plan(() => Step("a").At(T).Run(new SetValue(world.Server, "a", "on")), Window);
        world.Pause.OnWait = () => throw new JournalException("killed while it waits");
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        world.Clock.Jump(TimeSpan.FromMinutes(55));
        Assert.That(async () => await world.ResumeAsync(plan), Throws.InstanceOf<JournalException>());
        world.Clock.Jump(TimeSpan.FromMinutes(-55));
        world.Pause.OnWait = null;
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.Clock.GetUtcNow(), Is.EqualTo(Window));
        Assert.That(world.Records().Count(r => r == "timer.set a"), Is.EqualTo(1));
    }

    // The window is UTC: the local clock's change of hour does not exist for it.
    [Test]
    public async Task Summer_time_moves_nothing()
    {
        using var world = new World { IsRealPause = true };
        var window = new DateTimeOffset(2026, 10, 25, 2, 30, 0, TimeSpan.FromHours(2));
        world.Clock.Jump(window - TimeSpan.FromHours(2) - world.Clock.GetUtcNow());
        var firedAt = default(DateTimeOffset);
        var plan = World.Plan(
            () =>
                Step("a")
                    .At(T + 1.Hours)
                    .Run(_ =>
                    {
                        firedAt = world.Clock.GetUtcNow();
                        return Task.FromResult(1);
                    })
                    .ReadOnly(),
            window
        );
        var running = world.StartAsync(plan);
        await TickAsync(world, running, 3 * 3600 + 5);
        Assert.That((await running).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(firedAt, Is.EqualTo(window + Hour));
    }

    [Test]
    public async Task A_wait_of_a_step_and_of_an_assertion_do_not_see_the_wall_clock(
        [ValueSource(nameof(Jumps))] TimeSpan jump
    )
    {
        using var world = new World { IsRealPause = true };
        var began = world.Clock.GetTimestamp();
        var looks = new List<double>();
        var plan = World.Plan(() =>
            Step("a")
                .Run(ctx => ctx.WaitAsync(TimeSpan.FromSeconds(30), ctx.Cancellation))
                .Verify(
                    _ =>
                    {
                        looks.Add(world.Clock.GetElapsedTime(began).TotalSeconds);
                        return Task.FromResult(looks.Count == 4);
                    },
                    within: TimeSpan.FromSeconds(10)
                )
        );
        var running = world.StartAsync(plan);
        await TickAsync(world, running, 5);
        world.Clock.Jump(jump);
        await TickAsync(world, running, 26);
        world.Clock.Jump(-jump);
        await TickAsync(world, running, 60);
        Assert.That((await running).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(looks, Is.EqualTo(new double[] { 30, 31, 32, 33 }));
    }

    // Second after second; each is waited out until the engine has set its next timer or has ended.
    private static async Task TickAsync(World world, Task running, int seconds)
    {
        for (var i = 0; i < seconds && !running.IsCompleted; i++)
        {
            await world.Clock.SleepsAsync(running);
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
