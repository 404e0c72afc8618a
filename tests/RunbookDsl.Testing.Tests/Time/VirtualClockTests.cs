namespace RunbookDsl.Testing.Tests;

/// <summary>Time stands while anybody works, and jumps when everybody waits.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(30_000)]
internal sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task A_wait_takes_its_exact_time_and_no_real_one(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using (clock.Enter("step"))
            await clock.UntilAsync(DateTimeOffset.MaxValue, TimeSpan.FromDays(2), cancellation);
        Assert.That(clock.GetUtcNow(), Is.EqualTo(Start.AddDays(2)));
        Assert.That(clock.GetElapsedTime(0), Is.EqualTo(TimeSpan.FromDays(2)));
    }

    [Test]
    public async Task Two_lanes_wait_for_each_other(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        var order = new List<string>();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = 0;

        async Task Lane(string name, int hours)
        {
            using var lane = clock.Enter(name);
            if (Interlocked.Increment(ref entered) == 2)
                go.SetResult();
            await go.Task;
            await clock.UntilAsync(DateTimeOffset.MaxValue, TimeSpan.FromHours(hours), cancellation);
            lock (order)
                order.Add($"{name} at {clock.Elapsed.TotalHours}");
        }

        var lanes = new[]
        {
            Task.Run(() => Lane("a", 3), cancellation),
            Task.Run(() => Lane("b", 2), cancellation),
        };
        await Task.WhenAll(lanes).WaitAsync(cancellation);
        Assert.That(order, Is.EqualTo(new[] { "b at 2", "a at 3" }));
    }

    [Test]
    public async Task A_wait_is_not_over_before_the_others_have_begun(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        async Task Lane(string name, int hours)
        {
            using var lane = clock.Enter(name);
            await clock.UntilAsync(DateTimeOffset.MaxValue, TimeSpan.FromHours(hours), cancellation);
            Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.FromHours(hours)), name);
        }

        Task slow;
        Task fast;
        using (clock.Hold())
        {
            slow = Lane("slow", 2);
            Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.Zero));
            fast = Lane("fast", 1);
        }
        await Task.WhenAll(slow, fast).WaitAsync(cancellation);
    }

    [Test]
    public void A_step_that_blocks_while_others_are_begun_goes_on(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using var held = clock.Hold();
        using var lane = clock.Enter("blocks");
        var wait = clock.UntilAsync(DateTimeOffset.MaxValue, TimeSpan.FromHours(1), cancellation);
        Assert.That(wait.Wait(TimeSpan.FromSeconds(20), cancellation), "it blocks for ever");
        Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task Transitions_come_in_their_order_before_the_wait_is_over(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        var seen = new List<string>();
        clock.Schedule(TimeSpan.FromSeconds(60), () => seen.Add("stopped"));
        clock.Schedule(
            TimeSpan.FromSeconds(40),
            () =>
            {
                seen.Add("up");
                clock.Schedule(TimeSpan.FromSeconds(10), () => seen.Add("ready"));
            }
        );
        clock.Schedule(TimeSpan.FromSeconds(90), () => seen.Add("late"));
        using (clock.Enter("step"))
            await clock.UntilAsync(DateTimeOffset.MaxValue, TimeSpan.FromSeconds(70), cancellation);
        Assert.That(seen, Is.EqualTo(new[] { "up", "ready", "stopped" }));
    }

    [Test]
    public void A_limit_does_not_pass_while_somebody_works()
    {
        var clock = new VirtualClock(Start);
        using var lane = clock.Enter("step");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), clock);
        Assert.That(SpinWait.SpinUntil(() => limit.IsCancellationRequested, 200), Is.False);
        Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_call_without_an_answer_ends_with_the_limit(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using var lane = clock.Enter("step");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), clock);
        Assert.That(
            async () => await clock.HangAsync(limit.Token).WaitAsync(cancellation),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task A_call_that_nobody_would_give_up_is_told(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using var lane = clock.Enter("step");
        Assert.That(await clock.HangAsync(default).WaitAsync(cancellation), Is.False);
    }

    [Test]
    public async Task A_delay_of_a_step_is_its_wait_when_nothing_moves(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using var lane = clock.Enter("step");
        await Task.Delay(TimeSpan.FromHours(1), clock, cancellation);
        Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task A_delay_beside_real_work_does_not_move_time(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using var lane = clock.Enter("step");
        using var ended = new CancellationTokenSource();
        var look = Task.Delay(TimeSpan.FromSeconds(1), clock, ended.Token);
        using (clock.Busy())
            Assert.That(SpinWait.SpinUntil(() => look.IsCompleted, 300), Is.False);
        await ended.CancelAsync();
        Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.Zero));
        Assert.That(
            async () => await look.WaitAsync(cancellation),
            Throws.InstanceOf<TaskCanceledException>()
        );
    }

    [Test]
    public void Time_that_runs_away_is_stopped(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using var lane = clock.Enter("poll");
        async Task Forever()
        {
            while (true)
                await clock.UntilAsync(DateTimeOffset.MaxValue, TimeSpan.FromSeconds(1), cancellation);
        }

        Assert.That(
            Assert.ThrowsAsync<WorldException>(Forever).Message,
            Is.EqualTo(
                "time ran away: it jumped 10000 times and nothing changed any more. Waiting: 'poll'. Something "
                    + "is waited for that does not come: give the wait a limit, or the world what it waits for."
            )
        );
    }

    [Test]
    public async Task A_child_at_work_stands_for_its_parent(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using (clock.Enter("parent"))
        {
            using (clock.Enter("child"))
            {
                Assert.That(clock.StepAtWork, Is.EqualTo("child"));
                await clock.UntilAsync(DateTimeOffset.MaxValue, TimeSpan.FromHours(1), cancellation);
            }
            Assert.That(clock.StepAtWork, Is.EqualTo("parent"));
        }
        Assert.That(clock.StepAtWork, Is.Null);
    }

    [Test]
    public async Task A_system_that_takes_its_time_is_waited_for_by_a_program(CancellationToken cancellation)
    {
        var clock = new VirtualClock(Start);
        using var lane = clock.Enter("step");
        using var program = clock.Busy();
        Task answer;
        using (ExecutionContext.SuppressFlow())
            answer = Task.Run(
                () => clock.UntilAsync(DateTimeOffset.MaxValue, TimeSpan.FromMinutes(3), cancellation),
                cancellation
            );
        await answer.WaitAsync(cancellation);
        Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.FromMinutes(3)));
    }
}
