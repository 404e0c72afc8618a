using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class AttemptTests
{
    [Test]
    public async Task A_retry_waits_twice_as_long_each_time()
    {
        using var world = new World();
        var tries = 0;
        var plan = World.Plan(() =>
            Step("flaky")
                .Run(_ =>
                    ++tries < 4 ? throw new OperationFailedException($"no {tries}") : Task.FromResult(tries)
                )
                .Retry(5, TimeSpan.FromSeconds(2))
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.Pause.Waits.Select(w => w.TotalSeconds), Is.EqualTo(new double[] { 2, 4, 8 }));
        Assert.That(world.Records().Count(r => r == "step.intent flaky"), Is.EqualTo(4));
        Assert.That(result.State.Step("flaky").Attempts, Is.EqualTo(4));
    }

    [Test]
    public async Task A_failure_holds_the_run_and_says_what_to_do()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a").Run(_ => throw new InvalidOperationException("no such table"));
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            result.Message,
            Is.EqualTo(
                "'a' failed: InvalidOperationException: no such table. Then: `runbook resume "
                    + $"{world.RunId} --from-failed` tries again, `runbook resolve {world.RunId} a --skip "
                    + $"--reason "
                    + $"\"…\"` leaves it out, `runbook undo {world.RunId}` goes back."
            )
        );
        Assert.That(world.Server.Effects, Is.Empty);
        var again = await world.ResumeAsync(plan);
        Assert.That(again.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(again.Message, Does.Contain("A second run could do harm (NonIdempotent)"));
    }

    [Test]
    public async Task A_time_limit_that_passes_is_unknown_and_is_probed()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("slow")
                .Run(async ctx =>
                {
                    world.Server.Set("a", "on");
                    _ = Task.Run(() => world.Clock.Advance(TimeSpan.FromSeconds(31)));
                    await Task.Delay(Timeout.Infinite, ctx.Cancellation);
                })
                .Timeout(TimeSpan.FromSeconds(30))
                .Probe(_ =>
                    Task.FromResult(world.Server.Get("a") == "on" ? ProbeState.Done : ProbeState.NotDone)
                )
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.Log.Lines, Has.Member("StepInDoubt slow: its time limit of 30s passed"));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=on" }));
    }

    [Test]
    public async Task A_time_limit_of_its_own_tool_is_unknown_too()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("a").Run(_ => throw new TimeoutException("no reply in 30 s")).Retry(3)
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(
            result.Message,
            Does.StartWith("'a' is in doubt: TimeoutException: no reply in 30 s. The probe")
        );
        Assert.That(result.State.Step("a").Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_look_that_takes_too_long_has_failed_and_is_never_in_doubt()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("look").Run(_ => Task.FromException<int>(new TimeoutException("slow"))).ReadOnly()
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(result.State.Step("look").Phase, Is.EqualTo(StepPhase.Failed));
    }

    [Test]
    public async Task A_step_that_does_not_stop_when_cancelled_is_in_doubt_and_not_probed()
    {
        using var world = new World();
        var probes = 0;
        var plan = World.Plan(() =>
            Step("deaf")
                .Run(async ctx =>
                {
                    world.Control.Request();
                    world.Control.Request();
                    await new TaskCompletionSource().Task;
                })
                .Probe(_ =>
                {
                    probes++;
                    return Task.FromResult(ProbeState.NotDone);
                })
        );
        var running = world.StartAsync(plan);
        while (!running.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        var result = await running;
        Assert.That(result.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(
            result.Message,
            Is.EqualTo(
                "'deaf' is in doubt: the operator cancelled it and it did not stop within 30s; it may "
                    + "still be at work. "
                    + $"Make sure that it has ended, then `runbook resume {world.RunId}` looks at the world."
            )
        );
        Assert.That(probes, Is.EqualTo(1));
    }

    [Test]
    public async Task Stopping_once_ends_the_run_after_the_step_and_resume_goes_on()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a")
                .Run(_ =>
                {
                    world.Server.Set("a", "on");
                    world.Control.Request();
                    return Task.CompletedTask;
                });
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Aborted));
        Assert.That(result.Message, Is.EqualTo("Stopped by the operator between two steps."));
        Assert.That(result.State.Step("a").Phase, Is.EqualTo(StepPhase.Verified));
        var again = await world.ResumeAsync(plan);
        Assert.That(again.Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=on", "b=on" }));
    }

    [Test]
    public async Task Stopping_twice_cancels_the_step_and_its_probe_still_tells()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("a")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Body = async (_, cancellation) =>
                        {
                            world.Control.Request();
                            world.Control.Request();
                            await Task.Delay(Timeout.Infinite, cancellation);
                        },
                    }
                )
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Aborted));
        Assert.That(result.Message, Does.StartWith("'a' was cancelled: the operator cancelled it. Then:"));
        Assert.That(world.Records(), Has.Member("step.probe a"));
    }

    [Test]
    public async Task A_guard_that_refuses_holds_before_anything_is_begun()
    {
        using var world = new World();
        var isReady = false;
        var plan = World.Plan(() =>
            Step("a").Guard(_ => Task.FromResult(isReady)).Run(new SetValue(world.Server, "a", "on"))
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.GuardRefused));
        Assert.That(
            result.Message,
            Is.EqualTo(
                "The guard \"_ => Task.FromResult(isReady)\" of 'a' refused: expected _ => "
                    + "Task.FromResult(isReady) to be "
                    + $"true. Nothing of this step was begun. Mend it, then `runbook resume {world.RunId}`."
            )
        );
        Assert.That(world.Records(), Has.None.StartWith("step.intent"));
        isReady = true;
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
    }

    [Test]
    public async Task A_verification_is_looked_at_until_its_time_is_over()
    {
        using var world = new World();
        var looks = 0;
        var plan = World.Plan(() =>
            Step("a")
                .Run(new SetValue(world.Server, "a", "on"))
                .Verify(_ => Task.FromResult(++looks > 3), within: TimeSpan.FromSeconds(10))
        );
        Assert.That((await world.StartAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(looks, Is.EqualTo(4));
    }

    [Test]
    public async Task A_verification_that_does_not_hold_is_verified_again_and_never_run_again()
    {
        using var world = new World();
        var isGood = false;
        var plan = World.Plan(() =>
            Step("a").Run(new SetValue(world.Server, "a", "on")).Verify(_ => Task.FromResult(isGood))
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(result.Message, Does.StartWith("'a' ran, but its verification does not hold: "));
        isGood = true;
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=on" }));
    }

    [Test]
    public async Task What_a_script_throws_outside_of_a_step_holds_the_run()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            var a = Step("a").Run(_ => Task.FromResult("text")).ReadOnly();
            Step("b").When(a.Is(t => t[99] == 'x')).Run(new SetValue(world.Server, "b", "on"));
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(result.Message, Does.StartWith("'b' could not be begun: IndexOutOfRangeException: "));
        Assert.That(world.Records()[^1], Is.EqualTo("run.paused"));
    }

    [Test]
    public void After_the_journal_failed_nothing_is_executed()
    {
        for (var n = 1; n < 14; n++)
        {
            using var world = new World();
            world.Store.FailsAt = n;
            world.Server.OnEffect = name =>
                Assert.That(world.Store.IsDead, Is.False, $"{name} after the failure at {n}");
            var plan = World.Plan(() =>
            {
                for (var i = 0; i < 4; i++)
                    Step($"s{i}").Run(new SetValue(world.Server, $"s{i}", "on"));
            });
            Assert.That(
                async () => await world.StartAsync(plan),
                Throws.InstanceOf<JournalException>(),
                $"{n}"
            );
        }
    }
}
