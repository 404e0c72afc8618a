using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>
/// Whatever is asked about a doubt may lie, throw or hang: the run is held, nothing is guessed.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class DoubtTests
{
    [Test]
    public async Task What_only_a_person_may_settle_is_held_whatever_the_probe_says(
        [Values(ProbeState.Done, ProbeState.NotDone, ProbeState.Partial)] ProbeState says
    )
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("pay")
                .Run(_ => Task.CompletedTask)
                .Idempotent()
                .Probe(ctx => Task.FromResult(ctx.IsInDoubt ? says : ProbeState.NotDone))
                .HoldWhenInDoubt()
        );
        await ProbeTableTests.CrashInDoubtAsync(world, plan);
        var held = await world.ResumeAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(held.Message, Does.Contain($"The probe says {says}: "));
        Assert.That(world.Records(), Has.Member("step.probe pay"));
        world.Resolve(plan, "pay", ResolutionKind.Rerun);
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
    }

    [Test]
    public async Task An_author_s_repair_runs_behind_an_intent_and_before_the_step()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("copy")
                .Run(_ =>
                {
                    world.Server.Set("copy", "whole");
                    return Task.CompletedTask;
                })
                .Probe(ctx => Task.FromResult(ctx.IsInDoubt ? ProbeState.Partial : ProbeState.NotDone))
                .Repair(_ =>
                {
                    Assert.That(world.Store.Calls[^2..], Is.EqualTo(new[] { "step.intent copy", "commit" }));
                    world.Server.Set("copy", null);
                    return Task.CompletedTask;
                })
        );
        await ProbeTableTests.CrashInDoubtAsync(world, plan);
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "copy=(none)", "copy=whole" }));
    }

    [Test]
    public async Task An_author_s_repair_takes_back_what_is_half_done()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("copy")
                .Run(_ => Task.CompletedTask)
                .Probe(ctx => Task.FromResult(ctx.IsInDoubt ? ProbeState.Partial : ProbeState.NotDone))
                .Repair(_ =>
                {
                    world.Server.Set("copy", null);
                    return Task.CompletedTask;
                })
        );
        await ProbeTableTests.CrashInDoubtAsync(world, plan);
        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.RolledBack));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "copy=(none)" }));
    }

    [Test]
    public async Task A_capture_that_throws_holds_before_anything_is_begun()
    {
        using var world = new World();
        var plan = World.Plan(() => Step("a").Run(new Uncapturable()));
        var held = await world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Is.EqualTo("'a' could not be begun: InvalidOperationException: the ledger is closed.")
        );
        Assert.That(world.Records(), Has.None.StartWith("step.intent"));
    }

    // The probe says it is done, and it is not: the verification looks by another way.
    [Test]
    public async Task A_probe_that_lies_is_caught_by_the_verification()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("a")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Says = ctx => ctx.IsInDoubt ? Probe.Done("sure") : Probe.NotDone("no"),
                    }
                )
        );
        await ProbeTableTests.CrashInDoubtAsync(world, plan);
        var held = await world.ResumeAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Does.StartWith("'a' ran, but its verification does not hold: a is on: it is. It will not")
        );
        Assert.That(world.Server.Effects, Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_verification_that_throws_or_hangs_holds_and_never_runs_the_step_again(bool hangs)
    {
        using var world = new World();
        var isBroken = true;
        var plan = World.Plan(() =>
            Step("a")
                .Run(new SetValue(world.Server, "a", "on"))
                .Verify(async _ =>
                {
                    if (isBroken && hangs)
                        await new TaskCompletionSource().Task;
                    return isBroken ? throw new InvalidOperationException("no route") : true;
                })
        );
        var held = await FinishedAsync(world, world.StartAsync(plan));
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Does.Contain(hangs ? "the check did not stop when it was cancelled" : "failed: no route")
        );
        isBroken = false;
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=on" }));
    }

    // Columns: the undo's probe after a crash; then what becomes of the operation's own undo, which puts a
    // captured value back, and of the author's, of which nothing is known.
    [TestCase(ProbeState.NotDone, "run", "run")]
    [TestCase(ProbeState.Done, "ok", "ok")]
    [TestCase(ProbeState.Unknown, "run", "doubt")]
    [TestCase(ProbeState.Partial, "run", "doubt")]
    [TestCase(ProbeState.Conflict, "doubt", "doubt")]
    [TestCase(null, "run", "doubt")]
    public async Task Verdict_of_an_undo_s_probe(ProbeState? says, string own, string author)
    {
        Assert.That(await UndoVerdictAsync(says, isAuthors: false), Is.EqualTo(own));
        Assert.That(await UndoVerdictAsync(says, isAuthors: true), Is.EqualTo(author));
    }

    [Test]
    public async Task An_undo_that_nobody_can_look_at_is_not_closed_over()
    {
        using var world = new World();
        var isBroken = true;
        var plan = World.Plan(() =>
        {
            Step("a").Run(new Switch(world) { LooksBack = () => isBroken ? null : ProbeState.Done });
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "a" });
        var held = await world.UndoAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Is.EqualTo(
                "The undo of 'a' ended, but nobody could look whether it helped: the probe itself failed: the "
                    + $"look broke. `runbook undo {world.RunId}` looks again; or look yourself, then `runbook "
                    + $"resolve {world.RunId} a --undone --reason \"…\"`."
            )
        );
        isBroken = false;
        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.RolledBack));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=on", "a=(none)" }));
    }

    [Test]
    public async Task An_undo_that_is_cancelled_and_does_not_stop_is_in_doubt_and_not_probed()
    {
        using var world = new World();
        var looks = 0;
        var plan = World.Plan(() =>
        {
            Step("a")
                .Run(new SetValue(world.Server, "a", "on"))
                .Undo(_ =>
                {
                    world.Control.Request();
                    world.Control.Request();
                    return new TaskCompletionSource().Task;
                })
                .Probe(_ =>
                {
                    looks++;
                    return Task.FromResult(ProbeState.NotDone);
                });
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "a" });
        looks = 0;
        var held = await FinishedAsync(world, world.UndoAsync(plan));
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(
            held.Message,
            Does.StartWith(
                "The undo of 'a' is in doubt: the operator cancelled it and it did not stop within 30s; it may "
                    + "still be at work. Mend it, then"
            )
        );
        Assert.That(looks, Is.Zero);
        await world.RefusesToGoForwardAsync(plan);
    }

    [Test]
    public async Task While_an_undo_is_open_no_other_branch_goes_forward()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("first")
                .Run(new SetValue(world.Server, "first", "on") { Back = _ => throw new IOException("no") });
            Step("other").Needs().Run(new SetValue(world.Server, "other", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "first" });
        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.Held));
        var held = await world.ResumeAsync(plan);
        Assert.That(
            held.Message,
            Is.EqualTo($"The undo of 'first' is not finished: go on with `runbook undo {world.RunId}` first.")
        );
        Assert.That(world.Server.Get("other"), Is.Null);
    }

    [Test]
    public async Task A_result_that_can_no_longer_be_read_holds_before_code_begins_that_may_ask_for_it()
    {
        using var world = new World();
        var isStopped = true;
        var plan = (bool isChanged) =>
            World.Plan(() =>
            {
                if (isChanged)
                    Step("size").Run(new Fixed<int>(1)).Id("size");
                else
                    Step("size").Run(new Fixed<string>("big")).Id("size");
                Step("work")
                    .Guard(_ => Task.FromResult(!isStopped))
                    .Run(_ =>
                    {
                        world.Server.Set("work", "done");
                        return Task.CompletedTask;
                    });
            });
        await world.StartAsync(plan(false));
        isStopped = false;
        Assert.That(plan(true).Hash, Is.EqualTo(plan(false).Hash));
        var held = await world.ResumeAsync(plan(true));
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(held.Message, Does.StartWith("The journaled result of 'size' is no longer a Int32: "));
        Assert.That(world.Server.Effects, Is.Empty);
        Assert.That(world.Records(), Has.None.EqualTo("step.intent work"));
    }

    private static async Task<string> UndoVerdictAsync(ProbeState? says, bool isAuthors)
    {
        using var world = new World();
        var isCrashed = false;
        var plan = World.Plan(() =>
        {
            var step = Step("a")
                .Run(new Switch(world) { LooksBack = () => isCrashed ? says : ProbeState.Done });
            if (isAuthors)
                step.Undo(
                    new Switch(world) { Value = null, Looks = () => isCrashed ? says : ProbeState.Done }
                );
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "a" });
        world.Restart();
        world.Store.DiesAfterCommit = 1;
        Assert.That(
            async () =>
                await new RunbookEngine(world.Services()).UndoAsync(
                    world.RunId,
                    new RunRequest(plan),
                    null,
                    world.Control
                ),
            Throws.InstanceOf<JournalException>()
        );
        isCrashed = true;
        world.Server.OnEffect = _ => (isCrashed, world.Server.OnEffect) = (false, null);
        var result = await world.UndoAsync(plan);
        var isRun = world.Server.Count("a=(none)") == 1;
        return result.Status switch
        {
            RunStatus.RolledBack => isRun ? "run" : "ok",
            RunStatus.InDoubt when !isRun => "doubt",
            _ => $"{result.Status}: {result.Message}",
        };
    }

    private static async Task<RunResult> FinishedAsync(World world, Task<RunResult> running)
    {
        while (!running.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
        return await running;
    }

    /// <summary>A switch whose looks are told by the test; null throws.</summary>
    private sealed record Switch(World World) : Operation<Unit>
    {
        public string? Value { get; init; } = "on";

        public Func<ProbeState?> Looks { get; init; } = () => ProbeState.NotDone;

        public Func<ProbeState?> LooksBack { get; init; } = () => ProbeState.NotDone;

        public override string Kind => "Switch";

        public override string Description => $"switch {Value ?? "off"}";

        public override EffectClass Effect => EffectClass.Convergent;

        public override string? UndoDescription => "switch off";

        public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
        {
            World.Server.Set("a", Value);
            return Task.FromResult(Unit.Value);
        }

        public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation)
        {
            World.Server.Set("a", null);
            return Task.CompletedTask;
        }

        public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
            Task.FromResult(Say(Looks()));

        public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
            Task.FromResult(Say(LooksBack()));

        private static Probe Say(ProbeState? state) =>
            state is { } told
                ? new Probe(told, "as told")
                : throw new InvalidOperationException("the look broke");
    }

    private sealed record Uncapturable : Operation<Unit>
    {
        public override string Kind => "Odd";

        public override string Description => "cannot be captured";

        public override EffectClass Effect => EffectClass.NonIdempotent;

        public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
            throw new InvalidOperationException("the ledger is closed");

        public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }

    private sealed record Fixed<T>(T Value) : Operation<T>
    {
        public override string Kind => "Fixed";

        public override string Description => "a value";

        public override EffectClass Effect => EffectClass.ReadOnly;

        public override Task<T> RunAsync(StepContext context, CancellationToken cancellation) =>
            Task.FromResult(Value);
    }
}
