using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Children;

/// <summary>
/// Taking a step back takes its child run back, done or not, and what is off is known meanwhile.
/// </summary>
[CancelAfter(30_000)]
public sealed class ChildUndoTests
{
    private World _world = null!;
    private ChildTable _children = null!;

    private EffectServer Server => _world.Server;

    [SetUp]
    public void Prepare()
    {
        (_world, _children) = (new World(), new ChildTable());
        Server.Prepare("page", "off");
        _children["page"] = () =>
        {
            Step("page").Run(new SetValue(Server, "page", "on"));
            Step("news").Run(new SetValue(Server, "news", "sent"));
        };
        _children["broken"] = () =>
        {
            Step("page").Run(Temporarily(new SetValue(Server, "page", "on")));
            Step("b")
                .Run(new SetValue(Server, "b", "on"))
                .Guard(_ => Task.FromResult(Server.Get("mended") is not null), "mended");
        };
    }

    [TearDown]
    public void Leave() => _world.Dispose();

    private Plan Plan(Action script) => World.Plan(script, children: _children);

    private RunState Child() =>
        _world.Store.List().Select(l => StateFold.Of(l.History!)).First(s => s.Parent is not null);

    [Test]
    public async Task A_child_that_is_not_at_its_end_is_taken_back_as_far_as_it_came()
    {
        var plan = Plan(() =>
        {
            Step("first").Run(new SetValue(Server, "first", "on"));
            Step("other").Run(ChildRun("broken"));
        });
        var held = await _world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.GuardRefused), held.Message);
        var undone = await _world.UndoAsync(plan);
        Assert.That(undone.Status, Is.EqualTo(RunStatus.RolledBack), undone.Message);
        Assert.That(Server.Effects, Is.EqualTo(new[] { "first=on", "page=on", "page=off", "first=(none)" }));
        Assert.That(Child().Status, Is.EqualTo(RunStatus.RolledBack));
    }

    [Test]
    public async Task What_the_child_has_left_off_is_on_the_parents_list_and_keeps_it_open()
    {
        var plan = Plan(() => Step("other").Run(ChildRun("broken")));
        var held = await _world.StartAsync(plan);
        var child = Child().RunId;
        Assert.That(
            held.State.StillOff().Select(o => (o.RunId, o.Step.Id)),
            Is.EqualTo(new[] { (child, "page") })
        );
        var skipped = await _world.ResumeAsync(
            plan,
            r => r with { Skips = new Dictionary<string, string> { ["other"] = "not today" } }
        );
        Assert.That(skipped.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            skipped.Message,
            Is.EqualTo(
                $"Every step is over, but this is still switched off: page of child run {child}. Put it back, "
                    + $"then for each `runbook resolve {child} STEP --undone --reason \"…\"`, and resume."
            )
        );
        var childPlan = ((ChildRunOperation)plan.Steps[0].Action).Plan;
        _world.Restart();
        new RunbookEngine(_world.Services()).Resolve(
            child,
            new RunRequest(childPlan),
            new Resolution("page", ResolutionKind.Undone, "switched it off by hand")
        );
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
    }

    [Test]
    public async Task A_temporary_child_run_is_put_back_as_a_whole()
    {
        var plan = Plan(() =>
        {
            Step("page").Run(Temporarily(ChildRun("page")));
            Step("work").Run(new SetValue(Server, "work", "done"));
        });
        var done = await _world.StartAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(
            Server.Effects,
            Is.EqualTo(new[] { "page=on", "news=sent", "work=done", "news=(none)", "page=off" })
        );
        Assert.That(Child().Status, Is.EqualTo(RunStatus.RolledBack));
    }

    [Test]
    public async Task What_was_taken_back_begins_as_a_new_child_run_when_the_parent_goes_on()
    {
        var plan = Plan(() =>
        {
            Step("first").Run(new SetValue(Server, "first", "on"));
            Step("other").Run(ChildRun("page"));
            Step("last").Run(new SetValue(Server, "last", "on"));
        });
        await _world.StartAsync(plan, r => r with { Until = "other" });
        await _world.UndoAsync(plan, to: "first");
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(
            _world
                .Store.List()
                .Select(l => StateFold.Of(l.History!))
                .Where(s => s.Parent is not null)
                .Select(s => s.Status),
            Is.EquivalentTo(new[] { RunStatus.RolledBack, RunStatus.Done })
        );
    }

    [Test]
    public async Task A_closed_child_is_not_taken_back_by_itself()
    {
        var plan = Plan(() =>
        {
            Step("other").Run(ChildRun("page"));
            Step("last").Run(new SetValue(Server, "last", "on"));
        });
        await _world.StartAsync(plan, r => r with { Until = "other" });
        var (child, childPlan) = (Child().RunId, ((ChildRunOperation)plan.Steps[0].Action).Plan);
        _world.Restart();
        var refused = Assert.ThrowsAsync<EngineException>(() =>
            new RunbookEngine(_world.Services()).UndoAsync(
                child,
                new RunRequest(childPlan),
                null,
                _world.Control
            )
        );
        Assert.That(
            refused!.Message,
            Is.EqualTo(
                $"run {child} is closed (Done): begin a new one with `runbook rerun {child}`. It is "
                    + $"the child run of 'other' of run {_world.RunId}: to take it back, undo that."
            )
        );
    }

    [Test]
    public async Task A_point_of_no_return_in_the_child_is_one_of_the_parent()
    {
        _children["drop"] = () =>
            Step("drop").Run(new SetValue(Server, "old", "gone")).PointOfNoReturn("the old one");
        var plan = Plan(() =>
        {
            Step("first").Run(new SetValue(Server, "first", "on"));
            Step("other").Run(ChildRun("drop"));
            Step("last").Run(new SetValue(Server, "last", "on"));
        });
        await _world.StartAsync(plan, r => r with { Until = "other" });
        Server.Effects.Clear();
        var refused = await _world.UndoAsync(plan);
        Assert.That(refused.Status, Is.EqualTo(RunStatus.GuardRefused));
        Assert.That(
            refused.Message,
            Is.EqualTo(
                $"'drop' of child run {Child().RunId} is a point of no return: going back loses the old one. "
                    + "Nothing was taken back. Restore instead, or take back only what came after: `runbook undo "
                    + $"{_world.RunId} --to other`."
            )
        );
        Assert.That(Server.Effects, Is.Empty);
    }

    [Test]
    public async Task A_child_whose_undo_is_held_holds_the_parents()
    {
        _children["stuck"] = () =>
        {
            Step("a").Run(new SetValue(Server, "a", "on"));
            Step("b")
                .Run(
                    new SetValue(Server, "b", "on")
                    {
                        Back = _ => throw new OperationFailedException("it is in use"),
                    }
                );
        };
        var plan = Plan(() =>
        {
            Step("other").Run(ChildRun("stuck"));
            Step("last").Run(new SetValue(Server, "last", "on"));
        });
        await _world.StartAsync(plan, r => r with { Until = "other" });
        var held = await _world.UndoAsync(plan);
        var (child, childPlan) = (Child().RunId, ((ChildRunOperation)plan.Steps[0].Action).Plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Is.EqualTo(
                $"The child run {child} (\"stuck\") of 'other' stopped: The undo of 'b' failed: it is in use. Mend "
                    + $"it, then `runbook undo {child}` goes on from here. Then `runbook undo {_world.RunId}` goes "
                    + "on with its undo."
            )
        );
        Server.Prepare("b", "free");
        _world.Restart();
        new RunbookEngine(_world.Services()).Resolve(
            child,
            new RunRequest(childPlan),
            new Resolution("b", ResolutionKind.Undone, "by hand")
        );
        var undone = await _world.UndoAsync(plan);
        Assert.That(undone.Status, Is.EqualTo(RunStatus.RolledBack), undone.Message);
        Assert.That(Server.Effects, Is.EqualTo(new[] { "a=on", "b=on", "a=(none)" }));
    }
}
