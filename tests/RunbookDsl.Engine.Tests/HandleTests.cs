using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>An effect that runs elsewhere is taken up again by its handle, never started twice.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class HandleTests
{
    [Test]
    public async Task A_handle_is_durable_before_the_step_goes_on()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("job")
                .Run(async ctx =>
                {
                    await ctx.StartedAsync("job-7");
                    Assert.That(world.Store.Calls[^2..], Is.EqualTo(new[] { "step.handle job", "commit" }));
                    return 7;
                })
                .NoUndo("none")
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.State().Step("job").Handle, Is.EqualTo("job-7"));
    }

    [Test]
    public async Task An_interrupted_step_with_a_handle_is_taken_up_and_not_started_again()
    {
        using var world = new World();
        var attached = new List<string>();
        var read = 0;
        var plan = World.Plan(() =>
        {
            var job = Step("job")
                .Run(async ctx =>
                {
                    world.Server.Set("job", "started");
                    await ctx.StartedAsync("job-7");
                    return 7;
                })
                .Attach(
                    (ctx, handle) =>
                    {
                        attached.Add($"{handle} {ctx.Handle} {ctx.Attempt}");
                        return Task.FromResult(42);
                    }
                )
                .Verify(n => n == 42);
            Step("use").Run(ctx => Task.FromResult(read = ctx.Read(job.Output))).ReadOnly();
        });
        // Intent, handle: dead behind the second commit.
        world.Store.DiesAfterCommit = 2;
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(attached, Is.EqualTo(new[] { "job-7 job-7 1" }));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "job=started" }));
        Assert.That(read, Is.EqualTo(42));
        Assert.That(world.Records().Count(r => r == "step.intent job"), Is.EqualTo(1));
        Assert.That(world.Log.Lines, Has.Member("Waiting job: taken up where it runs: job-7"));
    }

    [Test]
    public async Task Without_a_way_to_attach_the_probe_decides_and_without_a_probe_the_run_is_held()
    {
        using var world = new World();
        var plan = World.Plan(() => Step("job").Run(ctx => ctx.StartedAsync("job-7")));
        world.Store.DiesAfterCommit = 2;
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        var held = await world.ResumeAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(
            held.Message,
            Does.StartWith("'job' is in doubt: it was begun and its outcome was never")
        );
        Assert.That(world.Records().Count(r => r == "step.intent job"), Is.EqualTo(1));
    }

    [TestCase(ProbeState.NotDone, RunStatus.Done, 2)]
    [TestCase(ProbeState.Done, RunStatus.Done, 1)]
    [TestCase(ProbeState.Unknown, RunStatus.InDoubt, 1)]
    public async Task What_cannot_be_found_by_its_handle_is_probed(
        ProbeState says,
        RunStatus status,
        int runs
    )
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("job")
                .Run(async ctx =>
                {
                    world.Server.Set("job", "started");
                    await ctx.StartedAsync("job-7");
                })
                .Attach((_, _) => throw new OutcomeUnknownException("no job 7 there"))
                .Probe(ctx => Task.FromResult(ctx.IsInDoubt ? says : ProbeState.NotDone))
        );
        world.Store.DiesAfterCommit = 2;
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(status), result.Message);
        Assert.That(world.Server.Effects, Has.Count.EqualTo(runs));
        Assert.That(world.Records(), Has.Member("step.probe job"));
    }

    [Test]
    public async Task A_job_that_failed_meanwhile_is_a_failed_step()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("job")
                .Run(ctx => ctx.StartedAsync("job-7"))
                .Attach((_, _) => throw new OperationFailedException("job 7 failed: no space"))
        );
        world.Store.DiesAfterCommit = 2;
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        var held = await world.ResumeAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(held.Message, Does.StartWith("'job' failed: job 7 failed: no space. Then: "));
        Assert.That(world.State().Step("job").Phase, Is.EqualTo(StepPhase.Failed));
        var again = await world.ResumeAsync(plan);
        Assert.That(again.Message, Does.Contain("A second run could do harm (NonIdempotent)"));
    }

    [Test]
    public async Task A_second_attempt_begins_without_the_handle_of_the_first()
    {
        using var world = new World();
        var tries = 0;
        var plan = World.Plan(() =>
            Step("job")
                .Run(async ctx =>
                {
                    if (++tries == 1)
                    {
                        await ctx.StartedAsync("job-1");
                        throw new OperationFailedException("refused");
                    }
                    Assert.That(ctx.Handle, Is.Null);
                })
                .Retry(2)
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(tries, Is.EqualTo(2));
    }

    [Test]
    public async Task A_handle_that_holds_a_secret_is_refused()
    {
        using var world = new World();
        world.Secret("TOKEN", "hunter2hunter2");
        var plan = World.Plan(() =>
            Step("job").Run(ctx => ctx.StartedAsync($"https://x/?t={ctx.Reveal(Secret("TOKEN"))}"))
        );
        var held = await world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(held.Message, Does.Contain("the handle that 'job' gave of its effect holds a secret"));
        Assert.That(world.JournalText(), Does.Not.Contain("hunter2"));
    }

    [Test]
    public async Task An_interrupted_undo_with_a_handle_is_taken_up_too()
    {
        using var world = new World();
        var back = new Job(world);
        var plan = World.Plan(() =>
        {
            Step("a").Run(new SetValue(world.Server, "a", "on")).Undo(back);
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "a" });
        world.Restart();
        world.Store.DiesAfterCommit = 2;
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
        Assert.That(world.Records()[^1], Is.EqualTo("undo.handle a"));
        var result = await world.UndoAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.RolledBack), result.Message);
        Assert.That(back.Calls, Is.EqualTo(new[] { "run", "attach undo-1" }));
    }

    private sealed record Job(World World) : Operation<Unit>
    {
        public List<string> Calls { get; } = [];

        public override string Kind => "Job";

        public override string Description => "undo by a job";

        public override EffectClass Effect => EffectClass.NonIdempotent;

        public override bool CanAttach => true;

        public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
        {
            Calls.Add("run");
            await context.StartedAsync("undo-1");
            return Unit.Value;
        }

        public override Task<Unit> AttachAsync(
            StepContext context,
            string handle,
            CancellationToken cancellation
        )
        {
            Calls.Add($"attach {handle}");
            return Task.FromResult(Unit.Value);
        }
    }
}
