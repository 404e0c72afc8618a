using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class UndoTests
{
    [Test]
    public async Task Undo_goes_backwards_and_puts_the_captured_values_back()
    {
        using var world = new World();
        world.Server.Prepare("a", "old");
        world.Server.Prepare("c", "on");
        var plan = Three(world);
        await world.StartAsync(plan, r => r with { Until = "c" });
        var result = await world.UndoAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.RolledBack), result.Message);
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=on", "b=on", "b=(none)", "a=old" }));
        Assert.That(world.Log.Lines, Has.Member("Note c: left as it is: it was so before the run"));
        Assert.That(world.Records(), Has.Member("undo.verified a"));
    }

    [Test]
    public async Task Undo_down_to_a_step_leaves_it_and_a_resume_does_the_rest_again_with_a_new_key()
    {
        using var world = new World();
        var keys = new List<string>();
        var asked = 0;
        world.People.Answers = _ => new Answer(++asked > 0, "mia", world.Clock.GetUtcNow());
        var plan = World.Plan(() =>
        {
            Step("a").Run(new SetValue(world.Server, "a", "on"));
            Step("sure").Manual("Look");
            Step("b")
                .Run(
                    new SetValue(world.Server, "b", "on")
                    {
                        Body = (ctx, _) =>
                        {
                            keys.Add(ctx.IdempotencyKey);
                            world.Server.Set("b", "on");
                            return Task.CompletedTask;
                        },
                    }
                );
            Step("c").Run(new SetValue(world.Server, "c", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "b" });
        var undone = await world.UndoAsync(plan, to: "a");
        Assert.That(undone.Status, Is.EqualTo(RunStatus.Paused), undone.Message);
        Assert.That(world.Server.Picture(), Is.EqualTo("a=on"));
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(asked, Is.EqualTo(2));
        Assert.That(keys, Is.EqualTo(new[] { $"{world.RunId}/b", $"{world.RunId}/b/2" }));
    }

    [Test]
    public async Task Undo_down_to_a_step_that_never_ran_takes_nothing_back()
    {
        using var world = new World();
        var plan = Three(world);
        await world.StartAsync(plan, r => r with { Until = "a" });
        var result = await world.UndoAsync(plan, to: "c");
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            result.Message,
            Is.EqualTo(
                "'c' is Planned, so nothing can be taken back down to it: name a step that is done. "
                    + "Nothing was taken back."
            )
        );
        Assert.That(world.Server.Picture(), Is.EqualTo("a=on"));
    }

    [Test]
    public async Task A_point_of_no_return_is_told_before_anything_is_taken_back()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a").Run(new SetValue(world.Server, "a", "on"));
            Step("restore")
                .Run(new SetValue(world.Server, "r", "on"))
                .NoUndo("it is a restore")
                .PointOfNoReturn();
            Step("b").Run(new SetValue(world.Server, "b", "on"));
            Step("c").Run(new SetValue(world.Server, "c", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "b" });
        var result = await world.UndoAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.GuardRefused));
        Assert.That(
            result.Message,
            Is.EqualTo(
                "'restore' is a point of no return: going back loses everything written since the backup. "
                    + "Nothing was taken "
                    + $"back. Restore instead, or take back only what came after: `runbook undo "
                    + $"{world.RunId} --to restore`."
            )
        );
        Assert.That(world.Server.Picture(), Is.EqualTo("a=on b=on r=on"));
        Assert.That((await world.UndoAsync(plan, to: "restore")).Status, Is.EqualTo(RunStatus.Paused));
        Assert.That(world.Server.Picture(), Is.EqualTo("a=on r=on"));
    }

    [Test]
    public async Task An_undo_that_did_not_help_is_not_closed_over()
    {
        using var world = new World();
        var isDeaf = true;
        var plan = World.Plan(() =>
        {
            Step("a")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Back = _ =>
                        {
                            if (!isDeaf)
                                world.Server.Set("a", null);
                            return Task.CompletedTask;
                        },
                    }
                );
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "a" });
        var held = await world.UndoAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Does.StartWith("The undo of 'a' ended, but the probe says NotDone: a is on. ")
        );
        var forward = await world.ResumeAsync(plan);
        Assert.That(
            forward.Message,
            Does.StartWith("The undo of 'a' is not finished: go on with `runbook undo")
        );
        isDeaf = false;
        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.RolledBack));
        Assert.That(world.Server.Picture(), Is.Empty);
    }

    [Test]
    public async Task A_step_without_an_undo_is_held_until_somebody_took_it_back()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a")
                .Run(_ =>
                {
                    world.Server.Set("a", "on");
                    return Task.CompletedTask;
                });
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "a" });
        var held = await world.UndoAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(held.Message, Does.StartWith("'a' has no undo: "));
        world.Resolve(plan, "a", ResolutionKind.Undone);
        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.RolledBack));
    }

    [Test]
    public async Task A_step_in_doubt_that_is_harmless_to_take_back_is_taken_back()
    {
        using var world = new World();
        world.Server.Prepare("a", "old");
        var plan = World.Plan(() =>
            Step("a").Run(new SetValue(world.Server, "a", "on") { Says = _ => Probe.Unknown("cannot see") })
        );
        world.Server.OnEffect = name => world.Store.FailsAt = 1;
        Assert.That(async () => await world.StartAsync(plan), Throws.Exception);
        world.Server.OnEffect = null;
        var result = await world.UndoAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.RolledBack), result.Message);
        Assert.That(world.Server.Picture(), Is.EqualTo("a=old"));
    }

    [Test]
    public async Task A_temporary_step_that_failed_half_way_is_put_back_by_the_undo()
    {
        using var world = new World();
        world.Server.Prepare("page", "off");
        var plan = World.Plan(() =>
            Step("page")
                .Run(
                    Temporarily(
                        new SetValue(world.Server, "page", "on")
                        {
                            Body = (_, _) =>
                            {
                                world.Server.Set("page", "on");
                                throw new OperationFailedException("the second half failed");
                            },
                        }
                    )
                )
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.State.RestoreList().Select(s => s.Id), Is.EqualTo(new[] { "page" }));
        var undone = await world.UndoAsync(plan);
        Assert.That(undone.Status, Is.EqualTo(RunStatus.RolledBack), undone.Message);
        Assert.That(world.Server.Picture(), Is.EqualTo("page=off"));
    }

    [Test]
    public async Task What_was_so_before_the_run_is_not_put_back()
    {
        using var world = new World();
        world.Server.Prepare("page", "on");
        var plan = World.Plan(() => Step("page").Run(Temporarily(new SetValue(world.Server, "page", "on"))));
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.Server.Effects, Is.Empty);
        Assert.That(
            world.Log.Lines,
            Has.Member("StepSatisfied put-back/page: 'page' left nothing to put back")
        );
    }

    [Test]
    public async Task The_restore_list_is_there_after_a_crash_and_a_hand_can_empty_it()
    {
        using var world = new World();
        world.Server.Prepare("page", "off");
        var plan = World.Plan(() =>
        {
            Step("page").Run(Temporarily(new SetValue(world.Server, "page", "on")));
            Step("work").Run(new SetValue(world.Server, "work", "on"));
        });
        world.Server.OnEffect = name => world.Store.FailsAt = name == "page" ? 1 : int.MaxValue;
        Assert.That(async () => await world.StartAsync(plan), Throws.Exception);
        world.Server.OnEffect = null;
        Assert.That(world.State().RestoreList().Select(s => s.Id), Is.EqualTo(new[] { "page" }));
        var held = await world.ResumeAsync(
            plan,
            r => r with { Skips = new Dictionary<string, string> { ["put-back/page"] = "by hand" } }
        );
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Does.StartWith("Every step is over, but this is still switched off: page. ")
        );
        world.Server.Prepare("page", "off");
        world.Resolve(plan, "page", ResolutionKind.Undone);
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.Server.Count("page=on"), Is.EqualTo(1));
    }

    private static Plan Three(World world) =>
        World.Plan(() =>
        {
            Step("a").Run(new SetValue(world.Server, "a", "on"));
            Step("b").Run(new SetValue(world.Server, "b", "on"));
            Step("look").Run(_ => Task.FromResult(1)).ReadOnly();
            Step("c").Run(new SetValue(world.Server, "c", "on"));
            Step("d").Run(new SetValue(world.Server, "d", "on"));
        });

    [Test]
    public async Task What_is_put_back_without_a_probe_is_not_told_as_looked_at()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            var page = Step("page").Run(new NoProbe());
            Step("back").Run(PutBack(page));
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(
            world.Log.Lines,
            Has.Some.Contains(
                "nobody looked whether it is as before: Test.NoProbe has no probe for its undo"
            ),
            string.Join('\n', world.Log.Lines)
        );
    }

    private sealed record NoProbe : Operation<Unit>
    {
        public override string Kind => "Test.NoProbe";

        public override string Description => "do it";

        public override EffectClass Effect => EffectClass.Convergent;

        public override string UndoDescription => "take it back";

        public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
            Task.FromResult(Unit.Value);

        public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
            Task.CompletedTask;
    }
}
